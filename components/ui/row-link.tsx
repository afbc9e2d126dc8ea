'use client'
// A link in a list that may be long. Next's own observes each row that comes into sight and asks the server for the page
// behind it; this one asks when somebody points at it.
import { useRouter } from 'next/navigation'
import type { MouseEvent, ReactNode } from 'react'

type Props = { href: string; className?: string; title?: string; tabIndex?: number; children: ReactNode }

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

export function RowLink({ href, className = 'quiet', children, ...rest }: Props) {
  const router = useRouter()
  return (
    <a
      {...rest}
      className={className}
      href={href}
      onMouseEnter={() => router.prefetch(href)}
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
