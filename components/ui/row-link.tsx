'use client'
// A link in a list that may be long. Next's own observes each row that comes into sight and asks the server for the page
// behind it; this one asks when a pointer rests on it.
import { useRouter } from 'next/navigation'
import { type ComponentProps, type MouseEvent, useRef } from 'react'

type Props = Omit<ComponentProps<'a'>, 'onClick' | 'onMouseEnter' | 'onMouseLeave'> & { href: string }

/** Rows that scroll away under the pointer are not meant. */
const restMs = 60

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

export function RowLink({ href, className = 'quiet', children, ...rest }: Props) {
  const router = useRouter()
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <a
      {...rest}
      className={className}
      href={href}
      onMouseEnter={() => {
        resting.current = setTimeout(() => router.prefetch(href), restMs)
      }}
      onMouseLeave={() => clearTimeout(resting.current)}
      onClick={(event) => {
        if (!isPlain(event)) return
        event.preventDefault()
        router.push(href)
      }}
    >
      {children}
    </a>
  )
}
