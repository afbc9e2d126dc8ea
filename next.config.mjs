/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by a command of their own; whoever builds to run need not wait for it.
  typescript: { ignoreBuildErrors: true },
}
