/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked by a command of their own; whoever builds to run need not wait for it.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    rules: {
      '*.ts': {
        condition: { all: ['browser', 'production', { path: /^lib\/texts\/[^/]+\.ts$/ }] },
        loaders: ['./scripts/one-language.cjs'],
      },
    },
  },
  experimental: {
    // A first page of few large files is a tenth smaller than one of many small ones: each has headers and a dictionary of its own.
    turbopackChunking: { minChunkSize: 300_000, maxMergeChunkSize: 2_000_000 },
  },
}
