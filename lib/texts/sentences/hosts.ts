// What is said of hosts and engines: connections, certificates, addresses, registries.
import { sentences } from './sentences'

export const hostSentences = sentences({
  'The engine at {record} gives no ID': 'Die Engine unter {record} nennt keine ID',
  'Restart dockerd there.': 'Starten Sie dockerd dort neu.',
  'Another engine answers at {record}: {id} ({hostname}) instead of {expected}':
    'Unter {record} antwortet eine andere Engine: {id} ({hostname}) statt {expected}',
  'If the machine was set up anew, accept the new engine; else correct the address.':
    'Wurde die Maschine neu aufgesetzt, übernehmen Sie die neue Engine; sonst berichtigen Sie die Adresse.',
  'ID duplicated. {id} is shared by this host {record} and another host {other} ({name})':
    'ID doppelt vergeben: {id} tragen dieser Host {record} und ein anderer, {other} ({name})',
  'Two addresses of one engine: remove this one, or {name}. Two machines made from one image: delete {rootDirectory}/engine-id (older engines: /etc/docker/key.json) on one and restart its engine.':
    'Zwei Adressen einer Engine: entfernen Sie diese oder {name}. Zwei Maschinen aus einem Abbild: löschen Sie auf einer {rootDirectory}/engine-id (ältere Engines: /etc/docker/key.json) und starten Sie ihre Engine neu.',
  'Two addresses of one engine: remove this one, or {name}. Two machines made from one image: delete /var/lib/docker/engine-id (older engines: /etc/docker/key.json) on one and restart its engine.':
    'Zwei Adressen einer Engine: entfernen Sie diese oder {name}. Zwei Maschinen aus einem Abbild: löschen Sie auf einer /var/lib/docker/engine-id (ältere Engines: /etc/docker/key.json) und starten Sie ihre Engine neu.',
  'Its clock is {seconds} s ahead of ours': 'Seine Uhr geht {seconds} s vor',
  'Its clock is {seconds} s behind ours': 'Seine Uhr geht {seconds} s nach',
  'Run a time service (chrony, systemd-timesyncd) on both machines; logs and TLS depend on it.':
    'Richten Sie auf beiden Maschinen einen Zeitdienst ein (chrony, systemd-timesyncd); Logs und TLS hängen davon ab.',
  'Its hostname {hostname} is taken by {record}; here it is called {host}':
    'Seinen Hostnamen {hostname} hat schon {record}; hier heißt er {host}',
  'Give the machines different hostnames: overlay networks need that too.':
    'Geben Sie den Maschinen verschiedene Hostnamen: auch Overlay-Netze brauchen das.',
  '{host} is {~state}: {+reason}': '{host} {state}: {reason}',
  '{host} is {~state}: it does not answer': '{host} {state}: er antwortet nicht',
  '{host} is {~state}': '{host} {state}',
  'it does not answer': 'er antwortet nicht',
  '{host} is an address': '{host} ist eine Adresse',
  '{host} is {+one}': '{host} ist {one}',
  '{place} accepts connections': '{place} nimmt Verbindungen an',
  'Engine {version}, API {apiVersion}, {architecture}: runs, but its overlay networks need etcd or Consul':
    'Engine {version}, API {apiVersion}, {architecture}: läuft, ihre Overlay-Netze brauchen aber etcd oder Consul',
  'Engine {version}, API {apiVersion}, {architecture}': 'Engine {version}, API {apiVersion}, {architecture}',
  'The test was cancelled': 'Der Test wurde abgebrochen',
  'Logged in as {+user}': 'Angemeldet als {user}',
  'Certificates accepted': 'Zertifikate angenommen',
  'The engine gives no ID': 'Die Engine nennt keine ID',
  'Same engine as {holder}': 'Dieselbe Engine wie {holder}',
  'Two addresses, one engine: it is in the cluster already, as {holder}.':
    'Zwei Adressen, eine Engine: sie ist schon im Cluster, als {holder}.',
  '{cpus} cores, {+facts}': '{cpus} Kerne, {facts}',
  'New engine {hostname}: {+size}': 'Neue Engine {hostname}: {size}',
  'Not reached': 'Nicht erreicht',
  'Not connected yet': 'Noch nicht verbunden',
  'The event stream broke off while reading': 'Der Ereignisstrom brach beim Lesen ab',
  'The engine was restarted; it answers again since {at} UTC':
    'Die Engine wurde neu gestartet; sie antwortet wieder seit {at} UTC',
  'It answers, but cannot be read whole; what is shown may be old: {+why}':
    'Er antwortet, lässt sich aber nicht ganz lesen; was gezeigt wird, kann veraltet sein: {why}',
  'Its images could not be read: {+error}': 'Seine Images ließen sich nicht lesen: {error}',
  'Its networks could not be read: {+error}': 'Seine Netzwerke ließen sich nicht lesen: {error}',
  'Its volumes could not be read: {+error}': 'Seine Volumes ließen sich nicht lesen: {error}',
  'The host is being connected': 'Der Host wird gerade verbunden',
  'The host was removed while it was being read': 'Der Host wurde entfernt, während er gelesen wurde',
  'There is no host {idOrName}': 'Es gibt keinen Host {idOrName}',
  'Another host is called {name}: {record}': 'Ein anderer Host heißt {name}: {record}',
  'Choose another name.': 'Wählen Sie einen anderen Namen.',
  '{+text} is here already, as {present}': '{text} ist schon da, als {present}',
  'Certificates are given, but {+text} does not use TLS': 'Es sind Zertifikate angegeben, aber {text} benutzt kein TLS',
  'Use tls://, or leave the certificates out.': 'Nehmen Sie tls://, oder lassen Sie die Zertifikate weg.',
  'Engine {engine} belongs to {holder}': 'Die Engine {engine} gehört zu {holder}',
  '{record} comes from discovery and would come back': '{record} kommt aus der Discovery und käme wieder',
  'Remove its address where discovery reads it.': 'Entfernen Sie die Adresse dort, wo die Discovery sie liest.',
  "{+text} is not an engine's address: {+why}": '{text} ist keine Adresse einer Engine: {why}',
  'Write it as {+forms}.': 'Schreiben Sie {forms}.',
  '{text} is not a port': '{text} ist kein Port',
  '{text} is not an IPv6 address': '{text} ist keine IPv6-Adresse',
  'the host is missing': 'der Host fehlt',
  '{text} is not a host name': '{text} ist kein Hostname',
  '{text} is not an IPv4 address': '{text} ist keine IPv4-Adresse',
  'it contains a space': 'sie enthält ein Leerzeichen',
  'a socket needs its whole path': 'ein Socket braucht den ganzen Pfad',
  '{scheme}:// is not known': '{scheme}:// ist nicht bekannt',
  'host and port cannot be told apart': 'Host und Port lassen sich nicht unterscheiden',
  'An IPv6 address goes in brackets: tcp://[::1]:2375.': 'Eine IPv6-Adresse steht in Klammern: tcp://[::1]:2375.',
  'it carries a password': 'sie enthält ein Passwort',
  'Leave the password out; ssh:// uses keys.': 'Lassen Sie das Passwort weg; ssh:// benutzt Schlüssel.',
  '{+text} is not a user name': '{text} ist kein Benutzername',
  'only ssh:// takes a user': 'nur ssh:// nimmt einen Benutzer',
  'nothing may follow the port': 'hinter dem Port darf nichts folgen',
  'The engine does not say what the path is': 'Die Engine sagt nicht, was der Pfad ist',
  '{place} answers {*what} with more than {limit} MiB': '{place} antwortet auf {what} mit mehr als {limit} MiB',
  '{place} answers {*what} with JSON that breaks off': '{place} antwortet auf {what} mit JSON, das abbricht',
  '{place} answers {*what} with something that is not JSON: {+said}':
    '{place} antwortet auf {what} mit etwas, das kein JSON ist: {said}',
  'Try again; look at dockerd on that host.': 'Versuchen Sie es noch einmal; sehen Sie auf dem Host nach dockerd.',
  'Is it the port of a Docker engine?': 'Ist das der Port einer Docker-Engine?',
  'status {statusCode} without a word': 'Status {statusCode} ohne ein Wort',
  'The request was cancelled': 'Die Anfrage wurde abgebrochen',
  'The engine sends output that is not in frames': 'Die Engine sendet Ausgaben, die nicht in Rahmen stehen',
  'The connection to {place} was closed': 'Die Verbindung zu {place} wurde geschlossen',
  'The certificate of {place} is for {+found}': 'Das Zertifikat von {place} gilt für {found}',
  'The certificate of {place} is for another name': 'Das Zertifikat von {place} gilt für einen anderen Namen',
  'Use a name that the certificate carries, or issue one that carries this one.':
    'Nehmen Sie einen Namen, den das Zertifikat trägt, oder stellen Sie eins aus, das diesen trägt.',
  'The certificate of {place} has expired': 'Das Zertifikat von {place} ist abgelaufen',
  'Issue a new one for the engine.': 'Stellen Sie der Engine ein neues aus.',
  'The certificate of {place} is not valid yet': 'Das Zertifikat von {place} gilt noch nicht',
  'Compare the clocks of both machines.': 'Vergleichen Sie die Uhren beider Maschinen.',
  'The certificate of {place} is not signed by a CA that is trusted here':
    'Das Zertifikat von {place} stammt von keiner CA, der hier vertraut wird',
  'Give the CA that signed it (ca.pem).': 'Geben Sie die CA an, die es ausgestellt hat (ca.pem).',
  '{place} does not accept our client certificate': '{place} nimmt unser Client-Zertifikat nicht an',
  "Give a certificate and key (cert.pem, key.pem) signed by the engine's CA.":
    'Geben Sie ein Zertifikat mit Schlüssel an (cert.pem, key.pem), das von der CA der Engine stammt.',
  'The certificates given for {place} cannot be used: {+reason}':
    'Die Zertifikate für {place} sind unbrauchbar: {reason}',
  'Give ca.pem, cert.pem and key.pem as they are, in PEM form; certificate and key must belong together.':
    'Geben Sie ca.pem, cert.pem und key.pem an, wie sie sind, in PEM-Form; Zertifikat und Schlüssel müssen zusammengehören.',
  '{place} does not speak TLS': '{place} spricht kein TLS',
  'dockerd listens without TLS there: use tcp://.': 'dockerd lauscht dort ohne TLS: nehmen Sie tcp://.',
  'TLS with {place} fails: {+why}': 'TLS mit {place} scheitert: {why}',
  'Check CA, certificate and key.': 'Prüfen Sie CA, Zertifikat und Schlüssel.',
  '{place}: no such name': '{place}: diesen Namen gibt es nicht',
  'Check the spelling, or give the IP address.': 'Prüfen Sie die Schreibweise, oder geben Sie die IP-Adresse an.',
  'There is no socket at {place}': 'Unter {place} gibt es keinen Socket',
  'Is dockerd running, and does it use this path?': 'Läuft dockerd, und benutzt es diesen Pfad?',
  'No permission to open {place}': 'Kein Recht, {place} zu öffnen',
  'Run Lotse as root or as a member of the group docker.':
    'Starten Sie Lotse als root oder als Mitglied der Gruppe docker.',
  'A firewall on this machine forbids it.': 'Eine Firewall auf dieser Maschine verbietet es.',
  'The socket is there but nobody listens: start dockerd.':
    'Der Socket ist da, aber niemand lauscht: starten Sie dockerd.',
  'The machine is up, but no SSH server listens on that port.':
    'Die Maschine läuft, aber auf diesem Port lauscht kein SSH-Server.',
  'The machine is up, the engine does not listen there: is dockerd started with {+listen}?':
    'Die Maschine läuft, die Engine lauscht dort nicht: ist dockerd mit {listen} gestartet?',
  '{place} refuses the connection': '{place} weist die Verbindung ab',
  'No route to {place}': 'Kein Weg zu {place}',
  'The machine is off, or no network leads from here to there.':
    'Die Maschine ist aus, oder kein Netz führt von hier dorthin.',
  'TCP connect to {place} times out': 'TCP-Verbindung zu {place}: keine Antwort',
  'The machine is off, or a firewall drops the packets.':
    'Die Maschine ist aus, oder eine Firewall verwirft die Pakete.',
  'What answers at {place} does not speak HTTP': 'Was unter {place} antwortet, spricht kein HTTP',
  '{place} closed the connection before its answer was complete':
    '{place} schloss die Verbindung, bevor die Antwort vollständig war',
  "If this happens every time: is our client certificate signed by the engine's CA?":
    'Falls das jedes Mal geschieht: stammt unser Client-Zertifikat von der CA der Engine?',
  '{place} cannot be reached: {+text}': '{place} ist nicht erreichbar: {text}',
  'The engine at {address} turns over a connection that nobody asked for':
    'Die Engine unter {address} gibt eine Verbindung aus der Hand, ohne dass jemand darum bat',
  '{place} speaks TLS, we do not': '{place} spricht TLS, wir nicht',
  'dockerd listens with TLS there: use tls://.': 'dockerd lauscht dort mit TLS: nehmen Sie tls://.',
  '{place} gives no answer to {*what} within {seconds} s':
    '{place} antwortet nicht innerhalb von {seconds} s auf {what}',
  'The engine accepts connections but hangs; look at dockerd on that host.':
    'Die Engine nimmt Verbindungen an, hängt aber; sehen Sie auf dem Host nach dockerd.',
  'The TLS handshake with {place} times out after {seconds} s':
    'TLS-Handshake mit {place}: keine Antwort nach {seconds} s',
  'SSH to {place} times out after {seconds} s': 'SSH zu {place}: keine Antwort nach {seconds} s',
  'TCP connect to {place} times out after {seconds} s': 'TCP-Verbindung zu {place}: keine Antwort nach {seconds} s',
  '{place} sends {*what} something that is not JSON: {+said}':
    '{place} sendet auf {what} etwas, das kein JSON ist: {said}',
  '{place} sends {*what} an endless line': '{place} sendet auf {what} eine endlose Zeile',
  '{image} cannot be pulled: {+why}': '{image} lässt sich nicht laden: {why}',
  '{image} cannot be pulled': '{image} lässt sich nicht laden',
  '{image} cannot be looked up: {+why}': '{image} lässt sich nicht nachschlagen: {why}',
  '{image} cannot be looked up': '{image} lässt sich nicht nachschlagen',
  'the answer of {registry} has no end': 'die Antwort von {registry} hat kein Ende',
  '{registry} answers something that is not JSON': '{registry} antwortet etwas, das kein JSON ist',
  '{registry} answers something that is no manifest with sizes':
    '{registry} antwortet etwas, das kein Manifest mit Größen ist',
  'There is no image for {platform} under this name.': 'Unter diesem Namen gibt es kein Image für {platform}.',
  '{registry} answers {status}: {words}': '{registry} antwortet {status}: {words}',
  '{registry} answers {status}': '{registry} antwortet {status}',
  '{registry} wants a token from {origin}, which has no TLS':
    '{registry} will ein Token von {origin}, das kein TLS hat',
  '{registry} wants a token from {origin}, which is on the machine of the engine':
    '{registry} will ein Token von {origin}, das auf der Maschine der Engine ist',
  '{registry} leads to {origin}, where Lotse does not follow': '{registry} führt zu {origin}, wohin Lotse nicht folgt',
  '{registry} leads on more than {count} times': '{registry} führt mehr als {count}-mal weiter',
  'Lotse does not reach {registry}: {words}': 'Lotse erreicht {registry} nicht: {words}',
  'that is no name of an image': 'das ist kein Name eines Images',
  '{registry} is on the machine of the engine': '{registry} ist auf der Maschine der Engine',
  '{registry} does not answer Lotse within {seconds} s': '{registry} antwortet Lotse nicht innerhalb von {seconds} s',
  'the engine names no digest': 'die Engine nennt keinen Digest',
  'the engine broke off': 'die Engine brach ab',
  '{image} cannot be pushed: {+why}': '{image} lässt sich nicht hochladen: {why}',
  '{image} cannot be pushed': '{image} lässt sich nicht hochladen',
  'There is no folder {folder} that the engine can write to.':
    'Es gibt keinen Ordner {folder}, in den die Engine schreiben kann.',
  'What is in memory (tmpfs) or comes from the kernel cannot be reached: use the terminal.':
    'Was im Arbeitsspeicher liegt (tmpfs) oder vom Kernel kommt, ist so nicht erreichbar: nehmen Sie das Terminal.',
  '{asked} is a folder.': '{asked} ist ein Ordner.',
  '{asked} is there already.': '{asked} ist schon da.',
  '{address} speaks no TLS: give it a certificate, or add it to insecure-registries of the engines that may trust it.':
    '{address} spricht kein TLS: geben Sie ihr ein Zertifikat, oder nehmen Sie sie bei den Engines, die ihr vertrauen dürfen, in insecure-registries auf.',
  'Give the engines the certificate authority of {address} (/etc/docker/certs.d/{address2}/ca.crt).':
    'Geben Sie den Engines die Zertifizierungsstelle von {address} (/etc/docker/certs.d/{address2}/ca.crt).',
  '{address} wants a login': '{address} verlangt eine Anmeldung',
  '{image}: {address} wants a login': '{image}: {address} verlangt eine Anmeldung',
  'Check the name of the image, or add a login for {address} under Settings, Registries.':
    'Prüfen Sie den Namen des Images, oder fügen Sie unter Einstellungen, Registries eine Anmeldung für {address} hinzu.',
  'Check the name of the image, or add a login for {address} {+place}.':
    'Prüfen Sie den Namen des Images, oder fügen Sie eine Anmeldung für {address} hinzu: {place}.',
  '{address} refused the user {user}': '{address} wies den Benutzer {user} ab',
  'Check the login of {user} for {address} {+place}, and what that user may do there.':
    'Prüfen Sie die Anmeldung von {user} bei {address} {place}, und was dieser Benutzer dort darf.',
  'under Settings, Registries': 'unter Einstellungen, Registries',
  'Check name and tag.': 'Prüfen Sie Name und Tag.',
  'Add a login for {address} {+place}, or wait.':
    'Fügen Sie eine Anmeldung für {address} hinzu {place}, oder warten Sie.',
  'Wait, or use another account.': 'Warten Sie, oder nehmen Sie ein anderes Konto.',
  'Check that the host reaches {address}.': 'Prüfen Sie, ob der Host {address} erreicht.',
  'Make room on the disk of the host, or of the registry.':
    'Schaffen Sie Platz auf dem Datenträger des Hosts oder der Registry.',
  'Give an unencrypted private key in PEM or OpenSSH form.':
    'Geben Sie einen unverschlüsselten privaten Schlüssel in PEM- oder OpenSSH-Form an.',
  '{place} does not let {+user} in': '{place} lässt {user} nicht herein',
  'Add the public key to ~{+user}/.ssh/authorized_keys there, or give the right private key.':
    'Tragen Sie den öffentlichen Schlüssel dort in ~{user}/.ssh/authorized_keys ein, oder geben Sie den richtigen privaten an.',
  'the handshake': 'den Handshake',
  'The private key for {place} cannot be used: {+error}': 'Der private Schlüssel für {place} ist unbrauchbar: {error}',
  'Give an unencrypted key.': 'Geben Sie einen unverschlüsselten Schlüssel an.',
  'SSH with {place} fails: {+error}': 'SSH mit {place} scheitert: {error}',
  'Is it the port of an SSH server?': 'Ist das der Port eines SSH-Servers?',
  'There is no SSH key to log in to {place} with': 'Es gibt keinen SSH-Schlüssel, um sich bei {place} anzumelden',
  'Give a private key for this host.': 'Geben Sie einen privaten Schlüssel für diesen Host an.',
  '{place} shows another SSH key than the accepted one: {+shown}':
    '{place} zeigt einen anderen SSH-Schlüssel als den angenommenen: {shown}',
  'Was the machine installed anew? Else somebody is in between. Add the host again to accept the new key.':
    'Wurde die Maschine neu installiert? Sonst sitzt jemand dazwischen. Fügen Sie den Host neu hinzu, um den neuen Schlüssel anzunehmen.',
  'The SSH key of {place} is not known yet: {+shown}': 'Der SSH-Schlüssel von {place} ist noch nicht bekannt: {shown}',
  'Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the host, then accept it.':
    'Vergleichen Sie ihn mit `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` auf dem Host, und nehmen Sie ihn dann an.',
  '{place}: {socketPath} cannot be opened through SSH': '{place}: {socketPath} lässt sich über SSH nicht öffnen',
  'Is dockerd running there, and is {+user} a member of the group docker?':
    'Läuft dockerd dort, und ist {user} Mitglied der Gruppe docker?',
  '{+done}, {+current} of {+total} MiB': '{done}, {current} von {total} MiB',
  '{done} of {all} layers': '{done} von {all} Schichten',
  '{place} names no API version: it is not a Docker engine':
    '{place} nennt keine API-Version: das ist keine Docker-Engine',
  '{place} runs engine {engine} with API {newest}; Lotse needs {least} or newer':
    'Auf {place} läuft Engine {engine} mit API {newest}; Lotse braucht {least} oder neuer',
  'Update the engine to Docker 1.12 or newer.': 'Aktualisieren Sie die Engine auf Docker 1.12 oder neuer.',
  '{place} runs engine {engine}, which speaks no API older than {oldest}; Lotse knows up to {most}':
    'Auf {place} läuft Engine {engine}, die keine ältere API als {oldest} spricht; Lotse kennt höchstens {most}',
  'Update Lotse, or allow older API versions on the engine (DOCKER_MIN_API_VERSION).':
    'Aktualisieren Sie Lotse, oder erlauben Sie der Engine ältere API-Versionen (DOCKER_MIN_API_VERSION).',
})
