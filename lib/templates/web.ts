// Templates of sites and of what stands before them.
import type { Template } from './template'

export const wordpress: Template = {
  id: 'wordpress',
  product: 'WordPress',
  compose: `name: wordpress
services:
  web:
    image: wordpress:6.8-apache
    ports:
      - "\${WEB_PORT}:80"
    environment:
      WORDPRESS_DB_HOST: db
      WORDPRESS_DB_NAME: wordpress
      WORDPRESS_DB_USER: wordpress
      WORDPRESS_DB_PASSWORD: \${DB_PASSWORD}
    volumes:
      - site:/var/www/html
    depends_on:
      db:
        condition: service_healthy
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: \${WEB_MEMORY}

  db:
    image: mariadb:11.8
    environment:
      MARIADB_DATABASE: wordpress
      MARIADB_USER: wordpress
      MARIADB_PASSWORD: \${DB_PASSWORD}
      MARIADB_RANDOM_ROOT_PASSWORD: "1"
    volumes:
      - db:/var/lib/mysql
    healthcheck:
      test: [CMD, healthcheck.sh, --connect, --innodb_initialized]
      interval: 5s
      retries: 12
    restart: unless-stopped

volumes:
  site:
  db:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 8080 },
    { kind: 'secret', name: 'DB_PASSWORD' },
    { kind: 'size', name: 'WEB_MEMORY', standard: '512m' },
    { kind: 'place', name: 'PLACE', services: ['db'] },
  ],
}

export const nextcloud: Template = {
  id: 'nextcloud',
  product: 'Nextcloud',
  compose: `name: nextcloud
services:
  app:
    image: nextcloud:31-apache
    ports:
      - "\${WEB_PORT}:80"
    environment:
      MYSQL_HOST: db
      MYSQL_DATABASE: nextcloud
      MYSQL_USER: nextcloud
      MYSQL_PASSWORD: \${DB_PASSWORD}
      NEXTCLOUD_ADMIN_USER: \${ADMIN_USER}
      NEXTCLOUD_ADMIN_PASSWORD: \${ADMIN_PASSWORD}
      REDIS_HOST: cache
    volumes:
      - files:/var/www/html
    depends_on:
      db:
        condition: service_healthy
      cache:
        condition: service_started
    restart: unless-stopped

  db:
    image: mariadb:11.8
    command: --transaction-isolation=READ-COMMITTED
    environment:
      MARIADB_DATABASE: nextcloud
      MARIADB_USER: nextcloud
      MARIADB_PASSWORD: \${DB_PASSWORD}
      MARIADB_RANDOM_ROOT_PASSWORD: "1"
    volumes:
      - db:/var/lib/mysql
    healthcheck:
      test: [CMD, healthcheck.sh, --connect, --innodb_initialized]
      interval: 5s
      retries: 12
    restart: unless-stopped

  cache:
    image: redis:8-alpine
    restart: unless-stopped

volumes:
  files:
  db:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 8080 },
    { kind: 'text', name: 'ADMIN_USER', standard: 'admin', pattern: '[a-zA-Z0-9_.@-]+' },
    { kind: 'secret', name: 'ADMIN_PASSWORD' },
    { kind: 'secret', name: 'DB_PASSWORD' },
    { kind: 'place', name: 'PLACE', services: ['app', 'db'] },
  ],
}

export const staticSite: Template = {
  id: 'static-site',
  compose: `name: static-site
services:
  # one on every host, so that any of them answers
  web:
    image: nginx:1.29-alpine
    ports:
      - "\${WEB_PORT}:80"
    configs:
      - source: page
        target: /usr/share/nginx/html/index.html
    healthcheck:
      test: [CMD, wget, -q, --spider, http://127.0.0.1/]
      interval: 10s
    restart: unless-stopped
    deploy:
      mode: global
      resources:
        limits:
          memory: 64m

configs:
  page:
    content: |
      <!doctype html>
      <title>\${SITE_TITLE}</title>
      <h1>\${SITE_TITLE}</h1>
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 8080 },
    { kind: 'text', name: 'SITE_TITLE', standard: 'Hello from every host', pattern: '[^<>&"\']+' },
    { kind: 'place', name: 'RUNS_ON', services: ['web'] },
  ],
}

export const traefik: Template = {
  id: 'traefik',
  product: 'Traefik',
  compose: `name: traefik
services:
  # It reads the containers of the host that it runs on, so whoami runs beside it.
  proxy:
    image: traefik:v3.5
    command:
      - --providers.docker=true
      - --providers.docker.exposedbydefault=false
      - --entrypoints.web.address=:80
    ports:
      - "\${WEB_PORT}:80"
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    restart: unless-stopped

  whoami:
    image: traefik/whoami:v1.11
    network_mode: service:proxy
    command: --port 8081
    labels:
      traefik.enable: "true"
      traefik.http.routers.whoami.rule: Host(\`\${SITE_HOST}\`)
      traefik.http.services.whoami.loadbalancer.server.port: "8081"
    restart: unless-stopped
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 8000 },
    { kind: 'text', name: 'SITE_HOST', standard: 'whoami.example.org', pattern: '[a-zA-Z0-9.-]+' },
    { kind: 'place', name: 'RUNS_ON', services: ['proxy'] },
  ],
}

export const counter: Template = {
  id: 'counter',
  compose: `name: counter
services:
  web:
    image: python:3.13-alpine
    command: [python, -u, /app.py]
    ports:
      - "\${WEB_PORT}:8000"
    configs:
      - source: app
        target: /app.py
    depends_on:
      store:
        condition: service_healthy
    restart: unless-stopped
    deploy:
      resources:
        limits:
          memory: 64m

  store:
    image: redis:8-alpine
    command: redis-server --appendonly yes
    volumes:
      - store:/data
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 3s
      retries: 10
    restart: unless-stopped

configs:
  app:
    content: |
      import http.server, socket

      class Page(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              with socket.create_connection(("store", 6379), 3) as store:
                  store.sendall(b"INCR visits" + bytes([13, 10]))
                  visits = store.recv(64).decode().strip().lstrip(":")
              body = f"Visit {visits}, answered by {socket.gethostname()}".encode()
              self.send_response(200)
              self.send_header("content-length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)

      http.server.ThreadingHTTPServer(("", 8000), Page).serve_forever()

volumes:
  store:
`,
  questions: [
    { kind: 'port', name: 'WEB_PORT', standard: 8080 },
    { kind: 'place', name: 'PLACE', services: ['store'] },
  ],
}
