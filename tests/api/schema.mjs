// The part of JSON Schema 2020-12 that api/openapi.yaml uses, checked strictly: an unknown keyword is
// an error, so that no rule of the description is passed over. Remembers which properties it has
// seen, so that a test can also ask what was described and never came.
const keywords = new Set([
  '$ref', 'type', 'required', 'properties', 'additionalProperties', 'unevaluatedProperties', 'items', 'enum',
  'pattern', 'minimum', 'maximum', 'maxLength', 'oneOf', 'allOf', 'description', 'default', 'format',
]);

const typeOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const isOfType = (value, type) => (type === 'integer' ? Number.isInteger(value) : typeOf(value) === type);

export class Schemas {
  seen = new Set(); // "Task.title"

  constructor(document) {
    this.document = document;
  }

  resolve(reference) {
    return reference.replace('#/', '').split('/').reduce((node, name) => node[name], this.document);
  }

  /** What is wrong with `value`, as sentences; empty where it fits. */
  check(value, schema, at = '', name = '') {
    const problems = [];
    const wrong = (text) => problems.push(`${at || 'the answer'} ${text}`);
    for (const keyword of Object.keys(schema)) if (!keywords.has(keyword)) wrong(`has a schema with "${keyword}"`);
    if (schema.$ref) {
      problems.push(...this.check(value, this.resolve(schema.$ref), at, schema.$ref.split('/').at(-1)));
    }
    const types = schema.type === undefined ? [] : [schema.type].flat();
    if (types.length && !types.some((type) => isOfType(value, type))) {
      wrong(`is ${JSON.stringify(value)}, not ${types.join(' or ')}`);
    }
    if (schema.enum && !schema.enum.includes(value)) wrong(`is ${JSON.stringify(value)}, none of ${schema.enum}`);
    if (typeof value === 'string') {
      if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) wrong(`"${value}" does not match ${schema.pattern}`);
      if (schema.maxLength !== undefined && value.length > schema.maxLength) wrong('is too long');
    }
    if (typeof value === 'number') {
      if (schema.minimum !== undefined && value < schema.minimum) wrong(`is ${value}, below ${schema.minimum}`);
      if (schema.maximum !== undefined && value > schema.maximum) wrong(`is ${value}, above ${schema.maximum}`);
    }
    if (schema.oneOf && schema.oneOf.filter((one) => this.check(value, one, at).length === 0).length !== 1) {
      wrong(`${JSON.stringify(value)} fits not exactly one alternative`);
    }
    for (const part of schema.allOf ?? []) problems.push(...this.check(value, part, at, name));
    if (Array.isArray(value) && schema.items) {
      value.forEach((item, index) => problems.push(...this.check(item, schema.items, `${at}[${index}]`)));
    }
    if (typeOf(value) === 'object') problems.push(...this.checkObject(value, schema, at, name));
    return problems;
  }

  checkObject(object, schema, at, name) {
    const problems = [];
    for (const field of schema.required ?? []) if (!(field in object)) problems.push(`${at}.${field} is missing`);
    for (const [field, part] of Object.entries(schema.properties ?? {})) {
      if (!(field in object)) continue;
      this.seen.add(`${name}.${field}`);
      problems.push(...this.check(object[field], part, `${at}.${field}`, `${name}.${field}`));
    }
    if (schema.additionalProperties === false || schema.unevaluatedProperties === false) {
      const known = this.fieldsOf(schema);
      for (const field of Object.keys(object)) if (!known.has(field)) problems.push(`${at}.${field} is not described`);
    }
    return problems;
  }

  fieldsOf(schema) {
    const whole = schema.$ref ? this.resolve(schema.$ref) : schema;
    const parts = (whole.allOf ?? []).flatMap((part) => [...this.fieldsOf(part)]);
    return new Set([...Object.keys(whole.properties ?? {}), ...parts]);
  }

  /** Every property of the answers' schemas, named as in `seen`. */
  described(except) {
    const names = [];
    const walk = (schema, name) => {
      for (const [field, part] of Object.entries(schema.properties ?? {})) {
        names.push(`${name}.${field}`);
        walk(part, `${name}.${field}`);
      }
      if (schema.items && !schema.items.$ref) walk(schema.items, '');
      for (const part of schema.allOf ?? []) if (!part.$ref) walk(part, name);
    };
    for (const [name, schema] of Object.entries(this.document.components.schemas)) {
      if (!except.has(name)) walk(schema, name);
    }
    return names;
  }
}
