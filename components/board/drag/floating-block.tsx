'use client'
// What is held, beside the pointer.
import type { CSSProperties, RefObject } from 'react'
import { createPortal } from 'react-dom'
import { StackFlag } from '@/components/ui/stack-flag'
import { stackColour } from '../block'

type Props = {
  float: RefObject<HTMLDivElement | null>
  title: string
  flag: number | undefined
  amount: string
}

export function FloatingBlock({ float, title, flag, amount }: Props) {
  return createPortal(
    <div ref={float} className="blk floating" style={{ '--s': stackColour(flag) } as CSSProperties} aria-hidden="true">
      {flag !== undefined && <StackFlag colour={flag} />}
      <span className="cut">{title}</span>
      {amount !== '' && <em className="num">{amount}</em>}
    </div>,
    document.body,
  )
}
