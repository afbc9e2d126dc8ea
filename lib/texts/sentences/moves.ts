// What is said of moving containers: what stands against it, how it went.
import { sentences } from './sentences'

export const moveSentences = sentences({
  '{name} is gone: somebody removed it while it was being moved.':
    '{name} ist fort: jemand hat ihn während der Verlegung entfernt.',
  '{filePath} has become too large to be brought along.': '{filePath} ist zu groß geworden, um mitzukommen.',
  'Make it small again, as it came with the stack, or move it by a deploy.':
    'Machen Sie sie wieder klein, wie sie mit dem Stack kam, oder verlegen Sie durch eine Bereitstellung.',
  '{original} was started again meanwhile, so the copy of its data is not all of it.':
    '{original} wurde inzwischen wieder gestartet, darum ist die Kopie seiner Daten nicht vollständig.',
  'Move it again, and leave it stopped meanwhile.': 'Verlegen Sie ihn noch einmal, und lassen Sie ihn dabei gestoppt.',
  'The copy of the volume {target} was removed from {hostName} meanwhile.':
    'Die Kopie des Volumes {target} wurde inzwischen von {hostName} entfernt.',
  'Move it again, and clean up no volumes meanwhile.':
    'Verlegen Sie ihn noch einmal, und räumen Sie dabei keine Volumes auf.',
  '{name} is on {target} already.': '{name} ist schon dort ({target}).',
  '{target} does not answer, so {name} cannot be moved there.':
    '{target} antwortet nicht, deshalb lässt sich {name} nicht dorthin verlegen.',
  'Try it again once it answers.': 'Versuchen Sie es noch einmal, sobald er antwortet.',
  '{hostName} does not answer, so {name} cannot be moved away from it.':
    '{hostName} antwortet nicht, darum lässt sich {name} von dort nicht verlegen.',
  '{name} is paused.': '{name} ist angehalten.',
  'Resume it first.': 'Setzen Sie ihn erst fort.',
  '{name} is being removed.': '{name} wird gerade entfernt.',
  '{name} runs once on each host, so it has no other place.':
    '{name} läuft auf jedem Host einmal und hat darum keinen anderen Platz.',
  '{name} belongs to a service of Swarm mode, which places it itself.':
    '{name} gehört zu einem Service im Swarm-Modus, der ihn selbst platziert.',
  '{target} has a container named {name} already.': '{target} hat schon einen Container namens {name}.',
  'Rename or remove {target}/{name}.': 'Benennen Sie {target}/{name} um, oder entfernen Sie ihn.',
  '{container} runs as {system}/{architecture}, and {target} is {otherSystem}/{otherArchitecture}.':
    '{container} läuft als {system}/{architecture}, und {target} ist {otherSystem}/{otherArchitecture}.',
  'Choose a host of the same platform.': 'Wählen Sie einen Host derselben Plattform.',
  '{container} shares namespaces or volumes of another container, which it cannot be parted from.':
    '{container} teilt Namensräume oder Volumes mit einem anderen Container und lässt sich nicht von ihm trennen.',
  '{+others} shares the network of {container} and would lose it.':
    '{others} teilt das Netz von {container} und verlöre es.',
  '{container} is linked to containers of its host.': '{container} ist durch Links an Container seines Hosts gebunden.',
  'Put them on a network that both hosts have.': 'Bringen Sie sie in ein Netzwerk, das beide Hosts haben.',
  '{container} is removed as soon as it stops, and it would have to stop first.':
    '{container} wird entfernt, sobald er stoppt, und er müsste erst stoppen.',
  '{container} is on the own network of {hostName}; it would answer at the addresses of {target} instead.':
    '{container} ist im eigenen Netz von {hostName}; er würde stattdessen unter den Adressen von {target} antworten.',
  'Put it on a network, and publish its ports.':
    'Bringen Sie ihn in ein Netzwerk, und veröffentlichen Sie seine Ports.',
  '{container} mounts {+paths} of {hostName}; what is there is not copied, and it would see those paths of {target} instead.':
    '{container} hängt {paths} von {hostName} ein; was dort liegt, wird nicht kopiert, und er sähe stattdessen diese Pfade von {target}.',
  'Use a volume, or bring the files to {target} first.':
    'Nehmen Sie ein Volume, oder bringen Sie die Dateien erst nach {target}.',
  '{container} uses devices of {hostName}; {target} has to have the same.':
    '{container} benutzt Geräte von {hostName}; {target} muss dieselben haben.',
  'The volume {name} is also used by {+names} on {hostName}.': 'Das Volume {name} benutzt auf {hostName} auch {names}.',
  '{target} has a volume {name} that {+other} uses.': '{target} hat ein Volume {name}, das {other} benutzt.',
  'The data of the volume {name} is on {hostName}. It can be copied to {target}; {container} stands still meanwhile. The original is kept.':
    'Die Daten des Volumes {name} liegen auf {hostName}. Sie lassen sich nach {target} kopieren; {container} steht solange still. Das Original bleibt.',
  'The data of the volume {name} is on {hostName}. It can be copied to {target}; {+containers} stand still meanwhile. The original is kept.':
    'Die Daten des Volumes {name} liegen auf {hostName}. Sie lassen sich nach {target} kopieren; {containers} stehen solange still. Das Original bleibt.',
  '{+names} go as one: all of them arrive, or all of them stay.':
    '{names} gehen gemeinsam: alle kommen an, oder alle bleiben.',
  '{container} brings a volume {name} of {hostName} to {target}, under the same name.':
    '{container} bringt ein Volume {name} von {hostName} unter demselben Namen nach {target}.',
  'Move them to different hosts.': 'Verlegen Sie sie auf verschiedene Hosts.',
  '{name} of {hostName} goes to {target}, under the same name.':
    '{name} von {hostName} geht unter demselben Namen nach {target}.',
  'The data of the volume {name} is on {hostName}. It can be copied to {target}. The original is kept.':
    'Die Daten des Volumes {name} liegen auf {hostName}. Sie lassen sich nach {target} kopieren. Das Original bleibt.',
  'The network {name} is not known on {hostName}.': 'Das Netzwerk {name} ist auf {hostName} nicht bekannt.',
  '{target} is not a member of the overlay that {name} belongs to.':
    '{target} gehört nicht zu dem Overlay, in dem {name} liegt.',
  'Enable overlay networking on {target}.': 'Richten Sie Overlay-Netze auf {target} ein.',
  '{name} is an overlay of a cluster store that {target} does not use.':
    '{name} ist ein Overlay eines Schlüsselspeichers, den {target} nicht benutzt.',
  '{name} is a {driver} network on {hostName} and a {otherDriver} network on {target}.':
    '{name} ist auf {hostName} ein Netzwerk vom Typ {driver} und auf {target} eins vom Typ {otherDriver}.',
  '{target} has no {driver} network {name}.': '{target} hat kein {driver}-Netzwerk {name}.',
  'Make it on {target} first.': 'Erstellen Sie es erst auf {target}.',
  '{name} is a network of {hostName} alone: {+names} and {container} would not reach each other any more.':
    '{name} ist ein Netzwerk von {hostName} allein: {names} und {container} würden einander nicht mehr erreichen.',
  'Use an overlay network, which all hosts share.': 'Nehmen Sie ein Overlay-Netz, das alle Hosts teilen.',
  'Its published ports ({+ports}) answer on {target} afterwards, no longer on {hostName}.':
    'Seine veröffentlichten Ports ({ports}) antworten danach auf {target}, nicht mehr auf {hostName}.',
  'The volume {name} ({driver}) has to be within reach of {target} as well.':
    'Auch {target} muss das Volume {name} ({driver}) erreichen.',
  'The original of the volume {name} stays on {hostName} for the way back. Remove it once the copy is trusted, so that nobody takes the older data for the newer.':
    'Das Original des Volumes {name} bleibt für den Rückweg auf {hostName}. Entfernen Sie es, sobald Sie der Kopie trauen, damit niemand die älteren Daten für die neueren hält.',
  'The image {image} is brought to {target} first.': 'Das Image {image} wird erst nach {target} gebracht.',
  'It gets its names on {+overlays} only when it is healthy; then both answer for a moment, until the old one stops.':
    'Seine Namen in {overlays} bekommt er erst, wenn er gesund ist; dann antworten kurz beide, bis der alte stoppt.',
  '{user} moved it here from {host}. {+summary}': '{user} hat ihn von {host} hierher verlegt. {summary}',
  'Waiting to go on: {+error}': 'Wartet, um weiterzugehen: {error}',
  'Wait until it has ended, or cancel it.': 'Warten Sie, bis es zu Ende ist, oder brechen Sie es ab.',
  'Wait until that has ended; Activity tells.': 'Warten Sie, bis das zu Ende ist; die Seite Aktivität zeigt es.',
  'The volume {name} is needed by a move of {containers}.':
    'Das Volume {name} wird für die Verlegung von {containers} gebraucht.',
  '{name} is being moved already.': '{name} wird schon verlegt.',
  '{name} is being recreated already.': '{name} wird schon neu erstellt.',
  '{name} is being {+what} already.': 'Mit {name} geschieht das schon: {what}.',
  'There is no move {id}.': 'Es gibt keine Verlegung {id}.',
  'This move has ended already.': 'Diese Verlegung ist schon zu Ende.',
  'It has not ended yet.': 'Sie ist noch nicht zu Ende.',
  'It was taken back already.': 'Sie wurde schon zurückgenommen.',
  'What it moved is no longer there.': 'Was sie verlegt hat, ist nicht mehr da.',
  'This move cannot be taken back. {+why}': 'Diese Verlegung lässt sich nicht zurücknehmen. {why}',
  'There is no container {ref}.': 'Es gibt keinen Container {ref}.',
  'bringing the image {target} on {hostName} failed: {+error}':
    'Image {target} ließ sich nicht nach {hostName} bringen: {error}',
  'creating the network {target} on {hostName} failed: {+error}':
    'Netzwerk {target} auf {hostName} ließ sich nicht erstellen: {error}',
  'creating the volume {target} on {hostName} failed: {+error}':
    'Volume {target} auf {hostName} ließ sich nicht erstellen: {error}',
  'copying the volume {target} on {hostName} failed: {+error}':
    'Volume {target} auf {hostName} ließ sich nicht kopieren: {error}',
  'waiting for {target} on {hostName} failed: {+error}': 'Warten auf {target} auf {hostName}: {error}',
  'giving the names to {target} on {hostName} failed: {+error}':
    '{target} auf {hostName} ließen sich die Namen nicht geben: {error}',
  'removing the original {target} on {hostName} failed: {+error}':
    'Das Original {target} auf {hostName} ließ sich nicht entfernen: {error}',
  'removing the volume {target} on {hostName} failed: {+error}':
    'Volume {target} auf {hostName} ließ sich nicht entfernen: {error}',
  'removing the network {target} on {hostName} failed: {+error}':
    'Netzwerk {target} auf {hostName} ließ sich nicht entfernen: {error}',
  'starting the original {target} on {hostName} failed: {+error}':
    'Das Original {target} auf {hostName} ließ sich nicht starten: {error}',
  'removing the new {target} on {hostName} failed: {+error}':
    'Der neue {target} auf {hostName} ließ sich nicht entfernen: {error}',
  'removing the copied volume {target} on {hostName} failed: {+error}':
    'Das kopierte Volume {target} auf {hostName} ließ sich nicht entfernen: {error}',
  'creating {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht erstellen: {error}',
  'starting {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht starten: {error}',
  'stopping {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht stoppen: {error}',
  'removing {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht entfernen: {error}',
  'renaming {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht umbenennen: {error}',
  'pulling {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht laden: {error}',
  'pushing {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht hochladen: {error}',
  'building {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht bauen: {error}',
  'connecting {target} on {hostName} failed: {+error}': '{target} auf {hostName} ließ sich nicht verbinden: {error}',
  '{+kind} {target} on {hostName} failed: {+error}': '{kind} {target} auf {hostName} scheiterte: {error}',
  '{container} runs on {host} now.': '{container} läuft jetzt auf {host}.',
  '{container} is on {host} now.': '{container} ist jetzt auf {host}.',
  '{container} stands on {host} now.': '{container} steht jetzt auf {host}.',
  '{container} runs on {host} as before.': '{container} läuft auf {host} wie zuvor.',
  '{container} is on {host} as before.': '{container} ist auf {host} wie zuvor.',
  '{container} does not run: start it on {host}.': '{container} läuft nicht: starten Sie ihn auf {host}.',
  'It was cancelled.': 'Sie wurde abgebrochen.',
  'Left to do by hand: {+failures}': 'Von Hand bleibt zu tun: {failures}',
  '{container} was away for {seconds} s': '{container} war {seconds} s fort',
  'without interruption': 'ohne Unterbrechung',
  '{+record} moved from {+from} to {hostName}, {+told}': '{record} von {from} nach {hostName} verlegt, {told}',
  '{target} is gone from {hostName}.': '{target} ist von {hostName} verschwunden.',
  'It ended when it was given its names.': 'Er endete, als er seine Namen bekam.',
  'It became unhealthy when it was given its names.': 'Er wurde ungesund, als er seine Namen bekam.',
  'waits for the next health check under its own names':
    'wartet auf die nächste Gesundheitsprüfung unter den eigenen Namen',
  '{target} is gone: somebody removed it meanwhile.': '{target} ist fort: jemand hat ihn inzwischen entfernt.',
  'runs already': 'läuft schon',
  'was not made': 'wurde nicht erstellt',
  'was not made by a move': 'wurde von keiner Verlegung erstellt',
  'is still used': 'wird noch benutzt',
  'The image cannot be loaded: {+error}': 'Das Image lässt sich nicht laden: {error}',
  'was there already': 'war schon da',
  'taken from {host}': 'von {host} geholt',
  'The volume {name} is gone.': 'Das Volume {name} ist fort.',
  '{+bytes} copied': '{bytes} kopiert',
  '{+bytes} compared': '{bytes} verglichen',
  'Look at the plan again.': 'Sehen Sie sich den Plan noch einmal an.',
  '{hostName} has got a volume {target} meanwhile.': '{hostName} hat inzwischen ein Volume {target} bekommen.',
  'The copy of {target} differs from the original ({files} entries sent, {arrived} arrived, digests {+digest} and {+otherDigest}).':
    'Die Kopie von {target} weicht vom Original ab ({files} Einträge gesendet, {arrived} angekommen, Prüfsummen {digest} und {otherDigest}).',
  '{+sent} in {files} entries, compared: {digest}': '{sent} in {files} Einträgen, verglichen: {digest}',
  'was gone already': 'war schon fort',
  'image {image}': 'Image {image}',
  'network {name}': 'Netzwerk {name}',
  'volume {name}': 'Volume {name}',
  '{hostName} does not take {container}: {+why}.': '{hostName} nimmt {container} nicht: {why}.',
  'What a container wrote outside of its volumes does not come along.':
    'Was ein Container außerhalb seiner Volumes geschrieben hat, kommt nicht mit.',
  'There is nothing to move.': 'Es gibt nichts zu verlegen.',
  'waits for {hostName} to answer': 'wartet, bis {hostName} antwortet',
  'two must not write to the volume {written} at a time':
    'in das Volume {written} dürfen nicht zwei zugleich schreiben',
  'its fixed address on {fixed} can be held by one only': 'seine feste Adresse in {fixed} kann nur einer haben',
  'it goes as one with {name}, which has to stop first': 'er geht gemeinsam mit {name}, und der muss erst stoppen',
  'its volume {local} is copied while nothing writes to it':
    'sein Volume {local} wird kopiert, während niemand hineinschreibt',
  'the archive ended too early': 'das Archiv endete zu früh',
  'the transfer was given up': 'die Übertragung wurde aufgegeben',
  '{name} ended with code 0 as soon as it was started.': '{name} endete mit Code 0, sobald es gestartet war.',
  'was put back already': 'war schon zurückgebracht',
  'was not touched': 'blieb unberührt',
  'Owners, modes, times, links and capabilities of files are copied; engines hand out no access lists (ACLs) and no other extended attributes, and fill the holes of sparse files.':
    'Besitzer, Rechte, Zeiten, Links und Capabilities von Dateien werden kopiert; Zugriffslisten (ACLs) und andere erweiterte Attribute geben Engines nicht heraus, und die Lücken dünn besetzter Dateien füllen sie.',
  'Its content is kept there as {name}.': 'Sein Inhalt ist dort als {name} aufgehoben.',
  '{name} has changed since it was copied, so it is kept.': '{name} hat sich seit der Kopie geändert und bleibt darum.',
  'Look at what is in it, and remove it by hand.': 'Sehen Sie nach, was darin ist, und entfernen Sie es von Hand.',
  'The new volume {name} on {host} has files in it already.': 'Im neuen Volume {name} auf {host} liegen schon Dateien.',
  'It is a folder of that host: empty it, or move what is in it away.':
    'Es ist ein Ordner dieses Hosts: leeren Sie ihn, oder schaffen Sie beiseite, was darin liegt.',
  'The volume {name} is used by {+names} meanwhile, so its copy may not be one state.':
    'Das Volume {name} benutzt inzwischen {names}; die Kopie wäre vielleicht kein einheitlicher Stand.',
  'Stop {+names}, and move it again.': 'Stoppen Sie {names}, und verlegen Sie noch einmal.',
  '{target} has a volume {name} whose data is not in the volume itself ({*where}), and is not replaced.':
    '{target} hat ein Volume {name}, dessen Daten nicht im Volume selbst liegen ({where}); es wird nicht ersetzt.',
  'Remove the volume {name} of {target}, or give it another name.':
    'Entfernen Sie das Volume {name} von {target}, oder geben Sie ihm einen anderen Namen.',
  '{target} has a volume {name} already that nothing uses. Its content would be replaced; it is kept aside until the move has succeeded.':
    '{target} hat schon ein Volume {name}, das niemand benutzt. Sein Inhalt würde ersetzt; er bleibt aufgehoben, bis die Verlegung gelungen ist.',
  'putting back the volume {target} on {hostName} failed: {+error}':
    'Volume {target} auf {hostName} ließ sich nicht zurückbringen: {error}',
})
