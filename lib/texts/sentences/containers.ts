// What is said of containers that are edited and recreated, and of registries that are tested.
import { sentences } from './sentences'

export const containerSentences = sentences({
  'the move of {moved}': 'die Verlegung von {moved}',
  'Containers are not rescheduled here.': 'Container werden hier nicht neu platziert.',
  'Its copy on {hostName} stays.': 'Seine Kopie auf {hostName} bleibt.',
  'The other copy is not there any more, so this one stays.':
    'Die andere Kopie gibt es nicht mehr, darum bleibt diese.',
  '{place} is not there any more, so the other one stays.': '{place} gibt es nicht mehr, darum bleibt der andere.',
  '{place} only looks like a copy: what says so comes from its image.':
    '{place} sieht nur wie eine Kopie aus: Was das sagt, stammt aus seinem Image.',
  '{place} has lost its image, so that nobody can tell which of its labels are its own.':
    '{place} hat sein Image verloren: Niemand kann sagen, welche seiner Labels seine eigenen sind.',
  'Remove by hand the one that is not to stay.': 'Entfernen Sie von Hand den, der nicht bleiben soll.',
  '{place} does not run any more, so the other one stays.': '{place} läuft nicht mehr, darum bleibt der andere.',
  'Rescheduled container {id} from {from} to {hostName} as {newId}':
    'Container {id} von {from} nach {hostName} neu platziert als {newId}',
  'Rescheduled container {id} from {from} to {hostName} as {newId}, without the data of {*volumes}':
    'Container {id} von {from} nach {hostName} neu platziert als {newId}, ohne die Daten von {volumes}',
  'It had been made on {hostName} and not been started yet.':
    'Er war auf {hostName} erstellt und noch nicht gestartet worden.',
  'It was rescheduled to {other} while {hostName} was lost.':
    'Er wurde nach {other} neu platziert, während {hostName} verloren war.',
  'It was to take the place of the one on {other}, and was never started.':
    'Er sollte den auf {other} ersetzen und wurde nie gestartet.',
  'How {name} was made had not been read before {host} was lost.':
    'Wie {name} erstellt wurde, war noch nicht gelesen, als {host} verloren ging.',
  '{name} has data on {host} in the local volume {*volumes}.':
    '{name} hat auf {host} Daten im lokalen Volume {volumes}.',
  '{name} needs the network {*networks}, which no other host has that answers.':
    '{name} braucht das Netz {networks}, das kein anderer antwortender Host hat.',
  '{host} is back, and with it {name}.': '{host} ist zurück und mit ihm {name}.',
  '{image} cannot be pulled on {host}: {+message}': '{image} lässt sich auf {host} nicht laden: {message}',
  '{name} comes from the image and cannot be removed; it can be set to nothing.':
    '{name} kommt aus dem Image und lässt sich nicht entfernen, aber leer setzen.',
  'The label {name} comes from the image and cannot be removed; it can be set to nothing.':
    'Das Label {name} kommt aus dem Image und lässt sich nicht entfernen, aber leer setzen.',
  'A value still holds dots in place of a secret: type the value itself.':
    'Ein Wert enthält noch Punkte statt eines Geheimnisses: geben Sie den Wert selbst ein.',
  'Ports cannot be published with the network {mode}.': 'Mit dem Netz {mode} lassen sich keine Ports veröffentlichen.',
  'The memory limit must be at least 6 MiB.': 'Die Speichergrenze muss mindestens 6 MiB betragen.',
  'The memory reserved is more than the memory limit.':
    'Es ist mehr Speicher reserviert, als die Speichergrenze erlaubt.',
  'it ended at once with {exitCode}': 'er endete sofort mit {exitCode}',
  'it ended at once with no code': 'er endete sofort ohne Code',
  'It had broken off in the middle. The original is back.': 'Es war mittendrin abgebrochen. Das Original ist zurück.',
  'It had broken off in the middle. The new container is up, and the original was removed.':
    'Es war mittendrin abgebrochen. Der neue Container läuft, und das Original wurde entfernt.',
  'It had broken off in the middle, and the new container did not come up: {+why}. The original is back; the new one is kept, stopped, as {failed}.':
    'Es war mittendrin abgebrochen, und der neue Container kam nicht hoch: {why}. Das Original ist zurück; der neue ist gestoppt als {failed} aufgehoben.',
  'It had broken off in the middle. The original waits as {name}: {+error}':
    'Es war mittendrin abgebrochen. Das Original wartet als {name}: {error}',
  'It removes itself as soon as it stops (--rm), so that there would be no original to put back.':
    'Er entfernt sich selbst, sobald er stoppt (--rm); es gäbe kein Original, das zurückkommen könnte.',
  'It belongs to a service of Swarm mode, which would put another one beside it: change the service.':
    'Er gehört zu einem Service im Swarm-Modus, der einen zweiten danebenstellen würde: ändern Sie den Service.',
  'Lotse itself runs in it: stopped, it could not go on.':
    'Lotse selbst läuft darin: gestoppt könnte es nicht weitermachen.',
  'It is paused: unpause it first.': 'Er ist angehalten: setzen Sie ihn erst fort.',
  '{+first} Its last words: {+lines}': '{first} Seine letzten Worte: {lines}',
  'The image could not be pulled: {+why}': 'Das Image ließ sich nicht laden: {why}',
  'The original could not be set aside: {+why}': 'Das Original ließ sich nicht beiseitestellen: {why}',
  'The new container could not be created: {+why}': 'Der neue Container ließ sich nicht erstellen: {why}',
  'The original could not be stopped: {+why}': 'Das Original ließ sich nicht stoppen: {why}',
  'The new container could not be started: {+why}': 'Der neue Container ließ sich nicht starten: {why}',
  'The new container did not come up: {+why}': 'Der neue Container kam nicht hoch: {why}',
  'The original could not be removed: {+why}': 'Das Original ließ sich nicht entfernen: {why}',
  'The original could not be put back: {+why}': 'Das Original ließ sich nicht zurückbringen: {why}',
  '{+why} Nothing was changed: {name} was not touched.': '{why} Es wurde nichts geändert: {name} blieb unberührt.',
  'stopped as before': 'gestoppt wie zuvor',
  'running again': 'es läuft wieder',
  'it ran on all the time': 'es lief die ganze Zeit',
  '{+why} The original {name} is back: same name, same networks, {+life}.':
    '{why} Das Original {name} ist zurück: gleicher Name, gleiche Netze, {life}.',
  '{+why} The original could not be put back wholly: {+error} It is on the host as {aside} or {name}; nothing of it was removed.':
    '{why} Das Original ließ sich nicht ganz zurückbringen: {error} Es ist auf dem Host als {aside} oder {name}; nichts davon wurde entfernt.',
  'The original could not be removed and is still there as {aside}: {+error}':
    'Das Original ließ sich nicht entfernen und ist noch da als {aside}: {error}',
  'it was killed for memory (exit {exitCode})': 'er wurde wegen Speichermangels beendet (Exit {exitCode})',
  'it ends again and again, the last time with {exitCode}': 'er endet immer wieder, zuletzt mit {exitCode}',
  'it ended with {exitCode}: {+error}': 'er endete mit {exitCode}: {error}',
  'it ended with {exitCode}': 'er endete mit {exitCode}',
  'its health check fails': 'seine Gesundheitsprüfung schlägt fehl',
  'its health check has not passed in {size} s': 'seine Gesundheitsprüfung hat in {size} s nicht bestanden',
  'The password of {user} for {address} cannot be opened: it was sealed with another key.':
    'Das Passwort von {user} für {address} lässt sich nicht öffnen: es wurde mit einem anderen Schlüssel versiegelt.',
  'Enter it again under Settings, Registries, or start Lotse with the key that sealed it.':
    'Geben Sie es unter Einstellungen, Registries neu ein, oder starten Sie Lotse mit dem Schlüssel, der es versiegelt hat.',
  '{auth} accepts {user}': '{auth} nimmt {user} an',
  "The login for {address} is given by Lotse's settings.":
    'Die Anmeldung für {address} kommt aus den Startoptionen von Lotse.',
  'Change LOTSE_REGISTRY_USER and its password where Lotse is started.':
    'Ändern Sie LOTSE_REGISTRY_USER und das Passwort dazu dort, wo Lotse gestartet wird.',
  'There is no stored login for {address}.': 'Für {address} ist keine Anmeldung gespeichert.',
  'No host answers that could ask the registry.': 'Kein Host antwortet, der die Registry fragen könnte.',
})
