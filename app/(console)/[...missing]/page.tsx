import { notFound } from 'next/navigation'

// Every address that no page has: answered inside the frame, with the status 404.
export default function MissingPage() {
  notFound()
}
