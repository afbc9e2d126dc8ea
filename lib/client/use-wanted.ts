'use client'
// `?do=drain`: an act that was chosen elsewhere, in the palette for one. The page asks as if its own button was pressed;
// nothing is done by an address alone. It is taken out of the address at once, so that a reload does not ask again.
import { useEffect } from 'react'
import { useAddress } from './address'

/** `acts` must be the same list each time. */
export function useWanted<Act extends string>(acts: readonly Act[], onWanted: (act: Act) => void): void {
  const [address, setAddress] = useAddress()
  const wanted = acts.find((act) => act === address.get('do'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each address, whatever is drawn in between
  useEffect(() => {
    if (wanted === undefined) return
    setAddress({ do: undefined })
    onWanted(wanted)
  }, [wanted, setAddress])
}
