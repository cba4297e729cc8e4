/** What `make` makes, made at the first call and kept: for data that never changes while the program runs. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
