// 32-bit integers, one after another, in an array that grows.
export class Words {
  private array = new Int32Array(1024);
  private size = 0;

  /** For long records: room for at least `count` more, and where it begins; `end` says what was used. */
  room(count: number): { array: Int32Array; at: number } {
    if (this.size + count > this.array.length) this.grow(count);
    return { array: this.array, at: this.size };
  }

  end(at: number): void {
    this.size = at;
  }

  put(...values: readonly number[]): void {
    if (this.size + values.length > this.array.length) this.grow(values.length);
    for (const value of values) this.array[this.size++] = value;
  }

  /** A list of records: how many, then they. */
  putList<T>(list: readonly T[], put: (one: T) => void): void {
    this.put(list.length);
    for (const one of list) put(one);
  }

  append(other: Words): void {
    const words = other.all();
    if (this.size + words.length > this.array.length) this.grow(words.length);
    this.array.set(words, this.size);
    this.size += words.length;
  }

  all(): Int32Array {
    return this.array.subarray(0, this.size);
  }

  private grow(more: number): void {
    const larger = new Int32Array(2 * (this.size + more));
    larger.set(this.array);
    this.array = larger;
  }
}
