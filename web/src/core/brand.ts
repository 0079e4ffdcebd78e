// A nominal type over a plain one: a task id never passes for a member id.
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
