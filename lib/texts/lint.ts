// Hints about compose files that work and could still be better.
import { catalogue } from './catalogue'

export const lintTexts = catalogue({
  en: {
    tag: {
      message: 'the image has no fixed tag, so hosts may run different versions',
      fix: 'write a version, such as :1.27',
    },
    containerName: {
      message: 'a fixed container name keeps the service from having replicas',
      fix: 'leave container_name out',
    },
    privileged: {
      message: 'a privileged container may do anything on its host',
      fix: 'name what it needs with cap_add or devices',
    },
    secret: { message: 'a secret stands in the text', fix: 'use a variable, such as ${DB_PASSWORD}, or a secret' },
    noHealthcheck: {
      message: 'it waits until healthy, and the other has no health check here',
      fix: 'add a healthcheck unless its image has one',
    },
    socket: {
      message: 'whoever has the engine’s socket rules the host',
      fix: 'reach it through a proxy that lets only the calls through that are needed; read only does not limit them',
    },
    version: { message: 'version has no meaning any more', fix: 'remove the line' },
  },
  de: {
    tag: {
      message: 'das Image hat keinen festen Tag, Hosts können verschiedene Versionen ausführen',
      fix: 'schreiben Sie eine Version, etwa :1.27',
    },
    containerName: {
      message: 'ein fester Containername verhindert Replikate des Dienstes',
      fix: 'lassen Sie container_name weg',
    },
    privileged: {
      message: 'ein privilegierter Container darf auf seinem Host alles',
      fix: 'nennen Sie mit cap_add oder devices, was er braucht',
    },
    secret: {
      message: 'ein Geheimnis steht im Text',
      fix: 'verwenden Sie eine Variable, etwa ${DB_PASSWORD}, oder ein Secret',
    },
    noHealthcheck: {
      message: 'er wartet bis gesund, und der andere hat hier keine Gesundheitsprüfung',
      fix: 'fügen Sie healthcheck hinzu, wenn sein Image keine hat',
    },
    socket: {
      message: 'wer den Socket der Engine hat, beherrscht den Host',
      fix: 'erreichen Sie ihn über einen Proxy, der nur die nötigen Aufrufe durchlässt; nur lesbar begrenzt sie nicht',
    },
    version: { message: 'version hat keine Bedeutung mehr', fix: 'entfernen Sie die Zeile' },
  },
})
