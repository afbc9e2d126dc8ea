// What the clients of the lab are given to read: Dockerfiles, compose files of every version, programs in Python.

/** By name, for the folder where they run. */
export const clientFiles: Record<string, string> = {
  Dockerfile: 'FROM busybox\nARG X\nCOPY f /f\nRUN echo built $X $(cat /f) > /built\n',
  f: 'file\n',
  'Secret.Dockerfile': 'FROM busybox\nRUN --mount=type=secret,id=s wc -c < /run/secrets/s > /size\n',
  'Add.Dockerfile': 'FROM busybox\nADD http://127.0.0.1:9/x /x\n',
  'Slow.Dockerfile': 'FROM busybox\nRUN echo begun; sleep 1000\n',
  secret: 'open sesame',
  'v2.yml': `version: "2.1"
services:
  web:
    image: busybox
    command: [sh, -c, "mkdir -p /www; hostname > /www/index.html; exec httpd -f -p 80 -h /www"]
    networks: [testn]
    environment: ["reschedule:on-node-failure"]
    stop_signal: SIGKILL
  db:
    image: busybox
    command: sleep 1000
    networks: [testn]
    environment: ["constraint:node==n2"]
    stop_signal: SIGKILL
networks:
  testn: {}
`,
  'v1.yml': `one:
  image: busybox
  command: sleep 1000
  stop_signal: SIGKILL
two:
  image: busybox
  command: sleep 1000
  links: [one]
  environment: ["constraint:storage==ssd"]
  stop_signal: SIGKILL
`,
  'build.yaml': `name: built
services:
  one: {build: {context: ., args: {X: c1}}, command: sleep 1000, stop_signal: SIGKILL}
  two: {build: {context: ., args: {X: c2}}, command: sleep 1000, stop_signal: SIGKILL}
`,
  // A terminal of 33 lines by 77 columns, then of 40 by 100.
  'terminal.py': `import fcntl, os, pty, select, signal, struct, sys, termios
def size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    size(0, 33, 77)
    os.execv(sys.argv[1], sys.argv[1:])
said = b''
def until(text):
    global said
    # A client that is told the size with its create may not listen for a new one yet: it is told again.
    for _ in range(30):
        while text not in said and select.select([fd], [], [], 1)[0]: said += os.read(fd, 4096)
        if text in said: break
        os.kill(pid, signal.SIGWINCH)
    else: sys.exit('no ' + repr(text) + ' in ' + repr(said))
    said = b''
def untilSized(text):
    os.write(fd, b'while [ "$(stty size)" != "' + text + b'" ]; do sleep 0.1; done; echo si""zed\\n'); until(b'sized')
until(b'# '); untilSized(b'33 77')
size(fd, 40, 100); os.kill(pid, signal.SIGWINCH); untilSized(b'40 100')
os.write(fd, b'exit 7\\n')
until(b'exit 7')
print('left with', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`,
  'client.py': `import docker, io, tarfile
c = docker.from_env()
print(c.containers.run('busybox', 'echo hi', remove=True))
x = c.containers.run('busybox', 'sleep 1000', detach=True, name='py', environment=['constraint:node==n2'])
x.reload(); print(x.status, x.attrs['Node']['Name'], x.exec_run('sh -c "echo in; exit 3"', demux=True))
b = io.BytesIO()
with tarfile.open(fileobj=b, mode='w') as t:
    i = tarfile.TarInfo('f'); i.size = 3; t.addfile(i, io.BytesIO(b'abc'))
print(x.put_archive('/tmp', b.getvalue()), x.get_archive('/tmp/f')[1]['size'], x.top()['Titles'][0])
x.pause(); x.unpause(); x.rename('python'); x.stop(timeout=0); print(x.wait()['StatusCode'], x.commit('py', 't').tags)
c.images.remove('py:t'); x.remove()
image, log = c.images.build(fileobj=io.BytesIO(b'FROM busybox\\nRUN echo x'), tag='py:1'); print(image.tags)
c.images.remove('py:1'); v = c.volumes.create('py'); ours = [z for z in c.volumes.list() if z.name.endswith('/py')]; print([z.name for z in ours]); [z.remove() for z in ours]
try: c.containers.get('none')
except docker.errors.NotFound as error: print('not found', error.explanation)
`,
}
