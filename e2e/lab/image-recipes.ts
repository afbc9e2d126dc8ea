// The images every lab has, made from the machine's own packages: a shell, an HTTP server that says which container
// answered, and two real servers under the names and with the manners compose files expect of them.
import { chmod, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { basename, delimiter, dirname, join } from 'node:path'
import { run } from './run'
import { libraryPath } from './toolchain'

interface RunConfig {
  Cmd: string[]
  Entrypoint?: string[]
  Env: string[]
  ExposedPorts?: Record<string, object>
  Volumes?: Record<string, object>
  WorkingDir?: string
  StopSignal?: string
  Labels?: Record<string, string>
}

interface ImageRecipe {
  /** As a compose file writes it, without tag. */
  name: string
  tags: string[]
  /** Names of layers, lowest first. */
  layers: LayerName[]
  config: RunConfig
}

/** Raise it when a recipe or a layer changes, so that caches are made anew. */
export const recipeVersion = 3

const path = 'PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const web = (version: string, tags: string[]): ImageRecipe => ({
  name: 'lab/web',
  tags,
  layers: ['busybox', 'web'],
  config: { Cmd: ['/usr/bin/web'], Env: [path, `VERSION=${version}`, 'PORT=80'], ExposedPorts: { '80/tcp': {} } },
})

export const imageRecipes: ImageRecipe[] = [
  {
    name: 'busybox',
    tags: ['latest', 'stable', '1', '1.36', '1.37'],
    layers: ['busybox'],
    config: { Cmd: ['sh'], Env: [path] },
  },
  web('1', ['latest', '1']),
  web('2', ['2']),
  {
    name: 'redis',
    tags: ['latest', 'alpine', '7', '7-alpine'],
    layers: ['busybox', 'redis'],
    config: {
      Entrypoint: ['redis-entrypoint'],
      Cmd: ['redis-server'],
      Env: [path],
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
  },
  {
    name: 'nginx',
    tags: ['latest', 'alpine', 'stable', 'stable-alpine'],
    layers: ['busybox', 'nginx'],
    config: {
      Cmd: ['nginx', '-g', 'daemon off;'],
      Env: [path],
      ExposedPorts: { '80/tcp': {} },
      StopSignal: 'SIGQUIT',
    },
  },
]

export interface LayerSources {
  busybox: string
  /** Tree of unpacked packages with redis, nginx and every library they need. */
  services: string
}

export type LayerName = 'busybox' | 'web' | 'redis' | 'nginx'

export const fillLayer: Record<LayerName, (root: string, sources: LayerSources) => Promise<void>> = {
  busybox: async (root, { busybox }) => {
    await mkdir(join(root, 'bin'), { recursive: true })
    await cp(busybox, join(root, 'bin/busybox'))
    const { stdout } = await run(busybox, ['--list'])
    const names = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox')
    for (const name of names) await symlink('busybox', join(root, 'bin', name))
    for (const directory of ['etc', 'root', 'run', 'tmp', 'usr/bin', 'usr/sbin', 'var/tmp']) {
      await mkdir(join(root, directory), { recursive: true })
    }
    await chmod(join(root, 'tmp'), 0o1777)
    await writeFile(
      join(root, 'etc/passwd'),
      ['root:x:0:0:root:/root:/bin/sh', 'www-data:x:33:33::/var/www:/bin/sh', 'redis:x:999:999::/data:/bin/sh']
        .concat('nobody:x:65534:65534::/tmp:/bin/sh', '')
        .join('\n'),
    )
    await writeFile(join(root, 'etc/group'), 'root:x:0:\nwww-data:x:33:\nredis:x:999:\nnogroup:x:65534:\n')
  },

  web: async (root) => {
    await program(
      join(root, 'usr/bin/web'),
      // As process 1 the server would not end on SIGTERM; the shell does it for it.
      ['#!/bin/sh', 'trap "kill $!; exit 0" TERM INT', 'httpd -f -p $PORT -h /www &', 'wait $!', ''],
    )
    await program(join(root, 'www/cgi-bin/index.cgi'), [
      '#!/bin/sh',
      'printf "Content-Type: text/plain\\r\\n\\r\\n"',
      'printf "hello from %s\\nversion %s\\n" "$(hostname)" "$VERSION"',
      '',
    ])
    await writeFile(join(root, 'www/health'), 'ok\n')
  },

  redis: async (root, { services }) => {
    await copyPrograms(root, services, ['usr/bin/redis-server', 'usr/bin/redis-cli'])
    await mkdir(join(root, 'data'), { recursive: true })
    // Debian's build refuses other hosts until told otherwise, which the usual image does not.
    await program(join(root, 'usr/bin/redis-entrypoint'), [
      '#!/bin/sh',
      'case "$1" in -*|*.conf) set -- redis-server "$@" ;; esac',
      '[ "$1" = redis-server ] || exec "$@"',
      'shift',
      'case "$1" in ""|-*) exec redis-server --protected-mode no "$@" ;; esac',
      'file=$1; shift',
      'exec redis-server "$file" --protected-mode no "$@"',
      '',
    ])
  },

  nginx: async (root, { services }) => {
    await copyPrograms(root, services, ['usr/sbin/nginx'])
    for (const directory of ['etc/nginx/conf.d', 'usr/share/nginx/html', 'var/log/nginx', 'var/lib/nginx', 'run']) {
      await mkdir(join(root, directory), { recursive: true })
    }
    await symlink('/dev/stdout', join(root, 'var/log/nginx/access.log'))
    await symlink('/dev/stderr', join(root, 'var/log/nginx/error.log'))
    await writeFile(
      join(root, 'etc/nginx/nginx.conf'),
      `worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events { worker_connections 512; }
http {
  types { text/html html; text/css css; application/javascript js; application/json json; image/svg+xml svg; }
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log;
  include /etc/nginx/conf.d/*.conf;
}
`,
    )
    await writeFile(
      join(root, 'etc/nginx/conf.d/default.conf'),
      `server {
  listen 80;
  server_name localhost;
  add_header X-Container $hostname always;
  location / { root /usr/share/nginx/html; index index.html; }
  location = /health { return 200 "ok\\n"; }
}
`,
    )
    await writeFile(
      join(root, 'usr/share/nginx/html/index.html'),
      '<!doctype html><title>nginx</title><h1>Welcome to nginx!</h1>\n',
    )
  },
}

const program = async (file: string, lines: string[]): Promise<void> => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, lines.join('\n'))
  await chmod(file, 0o755)
}

/** Programs with the loader and the libraries it names, all from the one tree, never the machine's. */
const copyPrograms = async (root: string, tree: string, programs: string[]): Promise<void> => {
  const libraries = await libraryPath(tree)
  const loader = await findLoader(tree)
  const needed = new Set<string>()
  for (const file of programs) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await cp(join(tree, file), join(root, file), { dereference: true })
    const { stdout } = await run(loader, ['--library-path', libraries, '--list', join(root, file)])
    for (const match of stdout.matchAll(/=> (\/\S+)/g)) if (match[1]) needed.add(match[1])
  }
  await mkdir(join(root, 'usr/lib'), { recursive: true })
  for (const library of needed) await cp(library, join(root, 'usr/lib', basename(library)), { dereference: true })
  const loaderDirectory = basename(loader).includes('x86-64') ? 'lib64' : 'lib'
  await mkdir(join(root, loaderDirectory), { recursive: true })
  await cp(loader, join(root, loaderDirectory, basename(loader)), { dereference: true })
}

const findLoader = async (tree: string): Promise<string> => {
  for (const directory of (await libraryPath(tree)).split(delimiter)) {
    const name = (await readdir(directory)).find((file) => /^ld-linux-.*\.so\.\d$/.test(file))
    if (name) return join(directory, name)
  }
  throw new Error('The fetched packages hold no dynamic loader.')
}
