// The labels a container of a stack carries: Compose's own, so that every other tool sees the stack, and ours.

export const composeLabel = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  version: 'com.docker.compose.version',
  configHash: 'com.docker.compose.config-hash',
  configFiles: 'com.docker.compose.project.config_files',
  workingDir: 'com.docker.compose.project.working_dir',
  dependsOn: 'com.docker.compose.depends_on',
  image: 'com.docker.compose.image',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const

export const lotseLabel = {
  /** Hash of everything that a container was made from: equal means nothing to do. */
  spec: 'io.lotse.spec',
  revision: 'io.lotse.revision',
  deployment: 'io.lotse.deployment',
  /** The reference the file names, when the container was made from a pinned digest. */
  image: 'io.lotse.image',
  /** On images: hash of what they were built from. */
  build: 'io.lotse.build',
} as const

/** What `docker compose` looks at to know whose format the labels follow. */
export const composeVersion = '2.26.1'
