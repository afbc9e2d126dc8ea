// A text of the catalogue whose `{parts}` are more than words: a link, a bold name, a time that counts.
import { Fragment, type ReactNode } from 'react'

export const Filled = ({ text, parts }: { text: string; parts: Record<string, ReactNode> }) => (
  <>
    {text.split(/\{(\w+)\}/).map((piece, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
      <Fragment key={index}>{index % 2 === 1 ? parts[piece] : piece}</Fragment>
    ))}
  </>
)
