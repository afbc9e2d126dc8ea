// Where the keys take what is held: left and right from place to place, up and down over those that take it.

/** Undefined: the key goes nowhere. At an end it stays. */
export function walkTo(
  places: readonly string[],
  fits: (place: string) => boolean,
  from: string | null,
  key: string,
): string | null | undefined {
  const at = from === null ? -1 : places.indexOf(from)
  const ahead = places.slice(at + 1)
  const behind = places.slice(0, Math.max(0, at)).reverse()
  switch (key) {
    case 'ArrowRight':
      return ahead[0] ?? from
    case 'ArrowLeft':
      return behind[0] ?? from
    case 'ArrowDown':
      return ahead.find(fits) ?? from
    case 'ArrowUp':
      return behind.find(fits) ?? from
    case 'Home':
      return places[0] ?? from
    case 'End':
      return places.at(-1) ?? from
  }
}
