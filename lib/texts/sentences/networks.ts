// What is said of networks: creating, connecting, overlays and subnets.
import { sentences } from './sentences'

export const networkSentences = sentences({
  'There is no service and no container {ref}, or several go by it.':
    'Es gibt keinen Dienst und keinen Container {ref}, oder mehrere heißen so.',
  'Say it as stack/service, host/name or by its whole id.':
    'Nennen Sie ihn als stack/service, als host/name oder mit seiner ganzen ID.',
  '{network} exists on its own host only, and {place} is on another.':
    '{network} gibt es nur auf seinem Host, und {place} ist auf einem anderen.',
  'Use an overlay network, or one of the container’s own host.':
    'Nehmen Sie ein Overlay-Netz oder eins vom Host des Containers.',
  'A container cannot be connected to the network {network} later.':
    'Mit dem Netzwerk {network} lässt sich ein Container nicht nachträglich verbinden.',
  'Create it with that network mode.': 'Erstellen Sie ihn mit diesem Netzmodus.',
  '{network} is the routing mesh of Swarm mode.': '{network} ist das Routing-Mesh des Swarm-Modus.',
  'Choose another network.': 'Wählen Sie ein anderes Netzwerk.',
  '{network} is not attachable: only services of Swarm mode may use it.':
    '{network} ist nicht „attachable“: nur Services im Swarm-Modus dürfen es benutzen.',
  'Make the network anew as attachable.': 'Erstellen Sie das Netzwerk neu als „attachable“.',
  '{place} has the network mode "{mode}", which excludes other networks.':
    '{place} hat den Netzmodus „{mode}“, der andere Netzwerke ausschließt.',
  'Create it with another mode.': 'Erstellen Sie ihn mit einem anderen Modus.',
  'Disconnect it first to change its address or aliases.': 'Trennen Sie ihn erst, um Adresse oder Aliasse zu ändern.',
  '{address} is not an address inside {+ranges}.': '{address} ist keine Adresse in {ranges}.',
  '{address} is not an address inside this network.': '{address} ist keine Adresse in diesem Netzwerk.',
  'Choose one inside, or leave it empty.': 'Wählen Sie eine daraus, oder lassen Sie das Feld leer.',
  '{address} belongs to {hostName}/{taken}.': '{address} gehört {hostName}/{taken}.',
  'Choose another or leave it empty.': 'Wählen Sie eine andere, oder lassen Sie das Feld leer.',
  '{containerId} is not on {network}.': '{containerId} ist nicht in {network}.',
  'The name {request} is taken: {+text}': 'Der Name {request} ist vergeben: {text}',
  'The engine refuses the subnet: {+text}': 'Die Engine lehnt das Subnetz ab: {text}',
  'Choose another subnet; the host may have a route that is not known here.':
    'Wählen Sie ein anderes Subnetz; der Host hat vielleicht eine Route, die hier nicht bekannt ist.',
  'without a name': 'ohne Namen',
  'The managers do not grant the subnet {subnet}; something there has it.':
    'Die Manager geben das Subnetz {subnet} nicht frei; etwas dort belegt es.',
  'Choose another subnet.': 'Wählen Sie ein anderes Subnetz.',
  'The engine made {request}, but does not list it yet.':
    'Die Engine hat {request} erstellt, zeigt es aber noch nicht.',
  'no overlay can be made': 'lässt sich kein Overlay erstellen',
  'something that only the engine knows': 'etwas, das nur die Engine kennt',
  'Make {name} a manager': '{name} zum Manager machen',
  '{name} is a manager': '{name} ist Manager',
  'Make {name} a worker': '{name} zum Worker machen',
  '{name} is a worker': '{name} ist Worker',
  'Take {name} out': '{name} herausnehmen',
  '{name} left, and the cluster ended': '{name} ist ausgetreten, und der Cluster ist aufgelöst',
  '{name} left': '{name} ist ausgetreten',
  'Strike off {name}': '{name} streichen',
  '{name} is struck off': '{name} ist gestrichen',
  '{host} as a manager': '{host} als Manager',
  '{host} as a worker': '{host} als Worker',
  'These containers would lose their overlay network: {+users}.': 'Diese Container verlören ihr Overlay-Netz: {users}.',
  'Stop or move them first, or force it.': 'Stoppen oder verlegen Sie sie erst, oder erzwingen Sie es.',
  '{place} on {network}': '{place} in {network}',
  'The managers of the Swarm-mode cluster cannot decide anything now, so nobody can leave in good order.':
    'Die Manager des Swarm-Clusters können gerade nichts entscheiden, darum kann niemand geordnet austreten.',
  'Bring its managers back, or run `docker swarm leave --force` on the hosts themselves.':
    'Bringen Sie seine Manager zurück, oder führen Sie auf den Hosts selbst `docker swarm leave --force` aus.',
  '{+names} does not answer and would go on believing to be a member.':
    '{names} antwortet nicht und hielte sich weiter für ein Mitglied.',
  '{+names} do not answer and would go on believing to be a member.':
    '{names} antworten nicht und hielten sich weiter für Mitglieder.',
  'Force it to strike them off the cluster; run `docker swarm leave --force` there when they are back.':
    'Erzwingen Sie es, um sie aus dem Cluster zu streichen; führen Sie dort `docker swarm leave --force` aus, sobald sie zurück sind.',
  'No host that stays can become a manager, and a cluster without one is lost.':
    'Kein Host, der bleibt, kann Manager werden, und ein Cluster ohne Manager ist verloren.',
  'Keep a manager, or let the remaining hosts answer first.':
    'Behalten Sie einen Manager, oder lassen Sie erst die übrigen Hosts antworten.',
  'There is no network {ref}.': 'Es gibt kein Netzwerk {ref}.',
  'The new Swarm-mode cluster does not show itself.': 'Der neue Swarm-Cluster zeigt sich nicht.',
  'Look at dockerd on its first manager, then try again.':
    'Sehen Sie nach dockerd auf seinem ersten Manager, und versuchen Sie es noch einmal.',
  'Begin a cluster on {host}': 'Auf {host} einen Cluster beginnen',
  '{host} is the first manager': '{host} ist der erste Manager',
  'Join {host} as a manager': '{host} als Manager aufnehmen',
  'Join {host} as a worker': '{host} als Worker aufnehmen',
  '{host} joined as a manager': '{host} ist als Manager beigetreten',
  '{host} joined as a worker': '{host} ist als Worker beigetreten',
  '{host} does not answer in time.': '{host} antwortet nicht rechtzeitig.',
  'Ask again when it is healthy.': 'Fragen Sie noch einmal, wenn er gesund ist.',
  'Give the address by which the other hosts reach {host}.':
    'Geben Sie die Adresse an, unter der die anderen Hosts {host} erreichen.',
  'The address of {host} is not known.': 'Die Adresse von {host} ist nicht bekannt.',
  '"{address}" is not an IP address.': '„{address}“ ist keine IP-Adresse.',
  '{address} of {host} is a loopback address: no other host reaches it.':
    '{address} von {host} ist eine Loopback-Adresse: kein anderer Host erreicht sie.',
  '{host} and {other} have the same address {address}.': '{host} und {other} haben dieselbe Adresse {address}.',
  '{host} has overlays through the key-value store {store}, which excludes Swarm mode.':
    '{host} hat Overlays über den Schlüsselspeicher {store}, was den Swarm-Modus ausschließt.',
  'Use them as they are, or start its dockerd without --cluster-store.':
    'Benutzen Sie sie, wie sie sind, oder starten Sie sein dockerd ohne --cluster-store.',
  '{host} is a member, but does not answer now.': '{host} ist Mitglied, antwortet aber gerade nicht.',
  'The Swarm-mode cluster has lost the quorum of its managers and takes nobody in.':
    'Der Swarm-Cluster hat das Quorum seiner Manager verloren und nimmt niemanden auf.',
  'No manager of the Swarm-mode cluster answers, so nobody can be taken in.':
    'Kein Manager des Swarm-Clusters antwortet, darum kann niemand aufgenommen werden.',
  'Bring its managers back, or run `docker swarm init --force-new-cluster` on one that is left.':
    'Bringen Sie seine Manager zurück, oder führen Sie auf einem, der übrig ist, `docker swarm init --force-new-cluster` aus.',
  '{target} managers need {count} hosts that are healthy and not drained; there are {available}.':
    '{target} Manager brauchen {count} Hosts, die gesund sind und nicht geleert werden; es gibt {available}.',
  'Choose fewer managers, or more hosts.': 'Wählen Sie weniger Manager oder mehr Hosts.',
  'None of these hosts can be a manager: each is drained or does not answer in time.':
    'Keiner dieser Hosts kann Manager sein: jeder wird geleert oder antwortet nicht rechtzeitig.',
  'Set one of them to active.': 'Setzen Sie einen davon auf aktiv.',
  '{several} networks are named {ref}.': '{several} Netzwerke heißen {ref}.',
  'Say which: {+each}.': 'Sagen Sie, welches: {each}.',
  'There is no container {ref}, or several go by it.': 'Es gibt keinen Container {ref}, oder mehrere heißen so.',
  'Say it as host/name or by its whole id.': 'Nennen Sie ihn als host/name oder mit seiner ganzen ID.',
  'Each engine has its one "{driver}" network; no other can be made.':
    'Jede Engine hat ihr eines „{driver}“-Netzwerk; ein weiteres ist nicht möglich.',
  'Choose bridge or overlay.': 'Wählen Sie bridge oder overlay.',
  'No engine offers the network driver "{driver}".': 'Keine Engine bietet den Netzwerktreiber „{driver}“ an.',
  'Offered are {+offered}.': 'Angeboten werden {offered}.',
  'No host has told its drivers yet.': 'Noch kein Host hat seine Treiber genannt.',
  '"{*name}" is the name of a network that engines make themselves.':
    '„{name}“ heißt ein Netzwerk, das Engines selbst erstellen.',
  'the {driver} network {name}': 'das {driver}-Netzwerk {name}',
  'the local network {other}': 'das lokale Netzwerk {other}',
  'The name {name} is taken by {+what}.': 'Den Namen {name} hat schon {what}.',
  'Choose another name, or remove {other}.': 'Wählen Sie einen anderen Namen, oder entfernen Sie {other}.',
  'A {driver} network belongs to one host, and none is chosen.':
    'Ein {driver}-Netzwerk gehört zu einem Host, und keiner ist gewählt.',
  'Choose one of {+host}.': 'Wählen Sie einen von {host}.',
  'There is no host with the id {host}.': 'Es gibt keinen Host mit der ID {host}.',
  '{host} does not answer, so no network can be made there.':
    '{host} antwortet nicht, darum lässt sich dort kein Netzwerk erstellen.',
  'Choose another host.': 'Wählen Sie einen anderen Host.',
  '{host} does not offer the network driver "{driver}".': '{host} bietet den Netzwerktreiber „{driver}“ nicht an.',
  'It offers {+host}; {driver} is offered by {+each}.': 'Er bietet {host}; {driver} bieten {each}.',
  'It offers {+host}.': 'Er bietet {host}.',
  'It offers none; {driver} is offered by {+each}.': 'Er bietet keinen; {driver} bieten {each}.',
  'It offers none.': 'Er bietet keinen.',
  'The managers have no quorum, so {+what}.': 'Die Manager haben kein Quorum, darum {what}.',
  'Bring the missing managers back, or run `docker swarm init --force-new-cluster` on one that is left.':
    'Bringen Sie die fehlenden Manager zurück, oder führen Sie auf einem, der übrig ist, `docker swarm init --force-new-cluster` aus.',
  'Overlay networks carry IPv4 only.': 'Overlay-Netze tragen nur IPv4.',
  'Choose an IPv4 subnet, such as 10.0.1.0/24.': 'Wählen Sie ein IPv4-Subnetz, etwa 10.0.1.0/24.',
  'A gateway or an IP range needs a subnet.': 'Ein Gateway oder IP-Bereich braucht ein Subnetz.',
  'Give the subnet that holds it.': 'Geben Sie das Subnetz an, in dem er liegt.',
  'No free subnet is left in {+pools}.': 'In {pools} ist kein Subnetz mehr frei.',
  'Give a subnet, or remove networks that are not needed.':
    'Geben Sie ein Subnetz an, oder entfernen Sie Netzwerke, die niemand braucht.',
  'Overlay networking is off, so no network can span hosts.':
    'Overlay-Netze sind abgeschaltet, darum kann kein Netzwerk mehrere Hosts verbinden.',
  'Enable overlay networking for the hosts first, or choose the bridge driver on one host.':
    'Richten Sie erst Overlay-Netze für die Hosts ein, oder wählen Sie den Treiber bridge auf einem Host.',
  'No host that can make an overlay answers. {+summary}.':
    'Kein Host antwortet, der ein Overlay erstellen kann. {summary}.',
  'Bring one of the hosts back.': 'Bringen Sie einen der Hosts zurück.',
  'Bring the managers back.': 'Bringen Sie die Manager zurück.',
  'No manager of the Swarm-mode cluster answers.': 'Kein Manager des Swarm-Clusters antwortet.',
  'Bring a manager back; without one nobody can join or leave.':
    'Bringen Sie einen Manager zurück; ohne ihn kann niemand bei- oder austreten.',
  'Open 2377/tcp (to managers), 7946/tcp, 7946/udp and 4789/udp between all hosts, in their firewalls and in the cloud’s.':
    'Öffnen Sie 2377/tcp (zu Managern), 7946/tcp, 7946/udp und 4789/udp zwischen allen Hosts, in ihren Firewalls und in der der Cloud.',
  '{+ports} of {host} cannot be reached from the Lotse server.':
    'Vom Lotse-Server aus nicht erreichbar: {ports} von {host}.',
  'Kernel {version} is older than 3.16, the first with all that overlays need.':
    'Kernel {version} ist älter als 3.16, der erste mit allem, was Overlays brauchen.',
  'Update the kernel of this host.': 'Aktualisieren Sie den Kernel dieses Hosts.',
  'The engine offers no overlay driver, only {+drivers}.': 'Die Engine bietet keinen Overlay-Treiber, nur {drivers}.',
  'The engine offers no overlay driver, only none.':
    'Die Engine bietet keinen Overlay-Treiber und auch keinen anderen.',
  'Use a Docker engine of 1.12 or later with the VXLAN module of the kernel (modprobe vxlan).':
    'Nehmen Sie eine Docker-Engine ab 1.12 mit dem VXLAN-Modul des Kernels (modprobe vxlan).',
  '{host} has not answered yet: {+why}.': '{host} hat noch nicht geantwortet: {why}.',
  '{host} has not answered yet.': '{host} hat noch nicht geantwortet.',
  '{host} does not answer.': '{host} antwortet nicht.',
  '{host} does not answer; it was a manager when last seen.': '{host} antwortet nicht; zuletzt war er Manager.',
  '{host} does not answer; it was a worker when last seen.': '{host} antwortet nicht; zuletzt war er Worker.',
  'Its endpoints are kept until it answers or is removed.':
    'Seine Endpunkte bleiben, bis er antwortet oder entfernt wird.',
  '{host} and {+other} do not hear each other on 7946: names on overlays do not resolve between them.':
    '{host} und {other} hören einander auf 7946 nicht: Namen in Overlays lösen sich zwischen ihnen nicht auf.',
  'The engine answers here, but the managers do not hear from it ({state}): its overlays go stale.':
    'Die Engine antwortet hier, aber die Manager hören nichts von ihr ({state}): ihre Overlays veralten.',
  'The managers have no quorum: containers go on, but nothing new can attach to an overlay.':
    'Die Manager haben kein Quorum: Container laufen weiter, aber nichts Neues kommt in ein Overlay.',
  '{host} is in a Swarm that is locked since its engine restarted.':
    '{host} ist in einem Swarm, der seit dem Neustart seiner Engine verschlossen ist.',
  'Run `docker swarm unlock` there and give the unlock key.':
    'Führen Sie dort `docker swarm unlock` aus, und geben Sie den Schlüssel ein.',
  'Swarm mode of {host} has failed: {+error}.': 'Der Swarm-Modus von {host} ist gescheitert: {error}.',
  'Swarm mode of {host} has failed: the engine does not say why.':
    'Der Swarm-Modus von {host} ist gescheitert: die Engine sagt nicht, warum.',
  'If its Swarm is gone, run `docker swarm leave --force` there, then enable overlay networking for it again.':
    'Gibt es seinen Swarm nicht mehr, führen Sie dort `docker swarm leave --force` aus und richten Sie dann Overlay-Netze für ihn neu ein.',
  '{host} is still joining a Swarm.': '{host} tritt noch einem Swarm bei.',
  '{host} is in a Swarm, but no manager says in which.':
    '{host} ist in einem Swarm, aber kein Manager sagt, in welchem.',
  'Run `docker swarm leave` there if that Swarm is not needed; it is never forced from here.':
    'Führen Sie dort `docker swarm leave` aus, wenn dieser Swarm nicht gebraucht wird; von hier wird es nie erzwungen.',
  'Add a manager of that Swarm as a host, or run `docker swarm leave` there if it is not needed.':
    'Fügen Sie einen Manager dieses Swarms als Host hinzu, oder führen Sie dort `docker swarm leave` aus, wenn er nicht gebraucht wird.',
  '{host} is already in another Swarm.': '{host} ist schon in einem anderen Swarm.',
  '{host} uses the key-value store {store}, which excludes Swarm mode.':
    '{host} benutzt den Schlüsselspeicher {store}, was den Swarm-Modus ausschließt.',
  'Start its dockerd without --cluster-store.': 'Starten Sie sein dockerd ohne --cluster-store.',
  '{host} uses another key-value store, {store}.': '{host} benutzt einen anderen Schlüsselspeicher, {store}.',
  'Start its dockerd with --cluster-store={store}.': 'Starten Sie sein dockerd mit --cluster-store={store}.',
  'Engine {version} cannot join overlays of a key-value store; they were removed in 23.0.':
    'Engine {version} kann Overlays eines Schlüsselspeichers nicht beitreten; sie entfielen in 23.0.',
  'Move the other hosts to Swarm mode: start their dockerd without --cluster-store, then enable overlay networking.':
    'Bringen Sie die anderen Hosts in den Swarm-Modus: starten Sie ihr dockerd ohne --cluster-store, und richten Sie dann Overlay-Netze ein.',
  '{host} does not use the key-value store of the others.': '{host} benutzt den Schlüsselspeicher der anderen nicht.',
  'Start its dockerd with --cluster-store={store} --cluster-advertise=ADDRESS:2375.':
    'Starten Sie sein dockerd mit --cluster-store={store} --cluster-advertise=ADRESSE:2375.',
  '{lost} of {+all} do not answer: quorum is lost, nothing new can attach to an overlay':
    '{lost} von {all} antworten nicht: das Quorum ist verloren, nichts Neues kommt in ein Overlay',
  'quorum is lost with the next one': 'mit dem nächsten ist das Quorum verloren',
  'quorum holds with any one more lost': 'das Quorum hält den Verlust eines weiteren aus',
  'quorum holds with any {count} more lost': 'das Quorum hält den Verlust von {count} weiteren aus',
  '{+all}, {lost} does not answer; {+rest}': '{all}, {lost} antwortet nicht; {rest}',
  '{+all}, {lost} do not answer; {+rest}': '{all}, {lost} antworten nicht; {rest}',
  '1 manager; if it is lost, containers go on but nothing new can attach to an overlay':
    '1 Manager; fällt er aus, laufen Container weiter, aber nichts Neues kommt in ein Overlay',
  '{+all}; quorum is lost with any one: use 1, 3 or 5 managers':
    '{all}; fällt einer aus, ist das Quorum verloren: nehmen Sie 1, 3 oder 5 Manager',
  '{+all}; quorum holds with any one lost': '{all}; das Quorum hält den Verlust von einem aus',
  '{+all}; quorum holds with any {count} lost': '{all}; das Quorum hält den Verlust von {count} aus',
  '{count} managers': '{count} Manager',
  '{count} manager': '{count} Manager',
  'Key-value store {store}; any engine that uses it can make overlays':
    'Schlüsselspeicher {store}; jede Engine, die ihn benutzt, kann Overlays erstellen',
  'No hosts yet': 'Noch keine Hosts',
  'Overlay networking is off: containers on different hosts reach each other only by published ports':
    'Overlay-Netze sind abgeschaltet: Container auf verschiedenen Hosts erreichen einander nur über veröffentlichte Ports',
  'No manager answers; {+managers} when last seen': 'Kein Manager antwortet; zuletzt {managers}',
  'No manager answers; nothing new can attach to an overlay':
    'Kein Manager antwortet; nichts Neues kommt in ein Overlay',
  'Quorum is lost, nothing new can attach to an overlay; {+managers} when last seen':
    'Das Quorum ist verloren, nichts Neues kommt in ein Overlay; zuletzt {managers}',
  '{+managers}, {answering} do not answer the Lotse server; whether they hear each other is not known':
    '{managers}, {answering} antworten dem Lotse-Server nicht; ob sie einander hören, ist nicht bekannt',
  'Docker API': 'Docker-API',
  'Swarm managers': 'Swarm-Manager',
  'The probe says nothing more for {seconds} s.': 'Die Sonde sagt seit {seconds} s nichts mehr.',
  'The probe says more than it can have to say.': 'Die Sonde sagt mehr, als sie zu sagen haben kann.',
  'host {host}': 'Host {host}',
  '{where} (stale endpoint)': '{where} (veralteter Endpunkt)',
  '{where} (last seen; {hostName} does not answer)': '{where} (zuletzt gesehen; {hostName} antwortet nicht)',
  '{count} containers': '{count} Container',
  '{count} container': '{count} Container',
  '{count} endpoints': '{count} Endpunkte',
  '1 endpoint': '1 Endpunkt',
  '{+listed} and {count} more': '{listed} und {count} weitere',
  '{network} is in use by {count} containers: {+listed}.': '{network} wird von {count} Containern benutzt: {listed}.',
  '{network} is in use by 1 container: {+listed}.': '{network} wird von einem Container benutzt: {listed}.',
  'Disconnect or remove them first.': 'Trennen oder entfernen Sie sie erst.',
  'Remove them first, or force it: they will not start again until they are connected elsewhere.':
    'Entfernen Sie sie erst, oder erzwingen Sie es: sie starten dann nicht wieder, bis sie anders verbunden sind.',
  'no overlay can be removed': 'lässt sich kein Overlay entfernen',
  '{network} is in use: {+error}': '{network} wird benutzt: {error}',
  'Something that is not known here still uses it; wait a moment or look on that host.':
    'Etwas, das hier nicht bekannt ist, benutzt es noch; warten Sie einen Moment, oder sehen Sie auf diesem Host nach.',
  'No host that could remove {network} answers.': 'Kein Host antwortet, der {network} entfernen könnte.',
  'Bring one of them back.': 'Bringen Sie einen davon zurück.',
  '{network} is made by the engine itself and cannot be removed.':
    '{network} erstellt die Engine selbst; es lässt sich nicht entfernen.',
  '{subnet} of hosts': '{subnet} von Hosts',
  '"this network"': '„dieses Netz“',
  'link-local addresses': 'link-lokale Adressen',
  'multicast and reserved addresses': 'Multicast und reservierte Adressen',
  'the network of host {hostName}': 'das Netz von Host {hostName}',
  'Choose an address inside {subnet}.': 'Wählen Sie eine Adresse in {subnet}.',
  'The gateway "{gateway}" is not an IP address.': 'Das Gateway „{gateway}“ ist keine IP-Adresse.',
  'The gateway {gateway} is outside the subnet {subnet}.':
    'Das Gateway {gateway} liegt außerhalb des Subnetzes {subnet}.',
  "The gateway {gateway} is the subnet's network or broadcast address.":
    'Das Gateway {gateway} ist Netz- oder Broadcast-Adresse des Subnetzes.',
  'The IP range "{range}" is not in CIDR notation.': 'Der IP-Bereich „{range}“ ist nicht in CIDR-Schreibweise.',
  'Write it as 10.0.1.128/25.': 'Schreiben Sie ihn als 10.0.1.128/25.',
  'The IP range {range} is outside the subnet {subnet}.':
    'Der IP-Bereich {range} liegt außerhalb des Subnetzes {subnet}.',
  'Choose a range inside {subnet}.': 'Wählen Sie einen Bereich in {subnet}.',
  'The subnet "{subnet}" is not in CIDR notation.': 'Das Subnetz „{subnet}“ ist nicht in CIDR-Schreibweise.',
  'Write it as 10.0.1.0/24.': 'Schreiben Sie es als 10.0.1.0/24.',
  'The subnet {subnet} has bits set behind its prefix.': 'Das Subnetz {subnet} hat hinter seinem Präfix gesetzte Bits.',
  'Write {subnet} if you mean that network.': 'Schreiben Sie {subnet}, wenn Sie dieses Netz meinen.',
  'The subnet {subnet} is too large for a network.': 'Das Subnetz {subnet} ist zu groß für ein Netzwerk.',
  'The subnet {subnet} is too small for a network.': 'Das Subnetz {subnet} ist zu klein für ein Netzwerk.',
  'Choose a prefix from /8 to /{longest}; /24 has room for some 250 containers.':
    'Wählen Sie ein Präfix von /8 bis /{longest}; /24 hat Platz für etwa 250 Container.',
  'The subnet {subnet} lies in {reserved}, which is for {+owner}.':
    'Das Subnetz {subnet} liegt in {reserved}; das ist für {owner}.',
  'Choose a private range, such as one inside 10.0.0.0/8.': 'Wählen Sie einen privaten Bereich, etwa in 10.0.0.0/8.',
  'The subnet {subnet} overlaps {other} of {+owner}.':
    'Das Subnetz {subnet} überschneidet sich mit {other} von {owner}.',
  'Choose another subnet, or leave it empty to have a free one chosen.':
    'Wählen Sie ein anderes Subnetz, oder lassen Sie das Feld leer, um ein freies zu bekommen.',
  'The manager {engine} gives no join token.': 'Der Manager {engine} gibt kein Beitritts-Token heraus.',
  'Ask again; a manager that has just lost its leader needs some seconds.':
    'Fragen Sie noch einmal; ein Manager, der eben seinen Anführer verlor, braucht einige Sekunden.',
  'The managers do not report {+what} within {seconds} s.':
    'Die Manager melden {what} nicht innerhalb von {seconds} s.',
  '{+first} and {+last}': '{first} und {last}',
})
