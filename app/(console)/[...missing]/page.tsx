import { NoSuchPage } from '@/components/frame/no-such-page'

// Every address that no page has, answered inside the frame; the server says 404 of it (server/http/page-paths). With `notFound()`
// the browser would draw it from nothing, in a document without a language.
export default function MissingPage() {
  return <NoSuchPage />
}
