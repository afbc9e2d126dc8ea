// A stack's flag: colour and pattern, stored with the stack. Decorative: the name stands beside it.
import type { ReactNode } from 'react'

const patterns: ReactNode[] = [
  <path key="solid" d="M0 0h12v12H0z" fill="currentColor" />,
  <path key="fly-half" d="M6 0h6v12H6z" fill="currentColor" />,
  <path key="lower-half" d="M0 6h12v6H0z" fill="currentColor" />,
  <path key="saltire" d="M1 1l10 10M11 1 1 11" stroke="currentColor" strokeWidth="2.6" fill="none" />,
  <path key="cross" d="M6 0v12M0 6h12" stroke="currentColor" strokeWidth="3.2" fill="none" />,
  <path key="square" d="M3.6 3.6h4.8v4.8H3.6z" fill="currentColor" />,
  <path key="diagonal" d="M12 0v12H0z" fill="currentColor" />,
  <circle key="disc" cx="6" cy="6" r="3.3" fill="currentColor" />,
  <path key="pales" d="M2.5 0v12M6 0v12M9.5 0v12" stroke="currentColor" strokeWidth="1.5" fill="none" />,
  <path key="quarters" d="M0 0h6v6H0zM6 6h6v6H6z" fill="currentColor" />,
]

const inTen = (n: number) => ((((Math.trunc(n) - 1) % 10) + 10) % 10) + 1

export function StackFlag({ colour, pattern = colour }: { colour: number; pattern?: number }) {
  return (
    <svg className="flag" viewBox="0 0 12 12" style={{ color: `var(--stack-${inTen(colour)})` }} aria-hidden="true">
      {patterns[inTen(pattern) - 1]}
      <path d="M.5.5h11v11H.5z" fill="none" stroke="currentColor" />
    </svg>
  )
}
