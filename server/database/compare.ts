/** Compares the states of all servers on a PostgreSQL record, and says which differ. */
import {counted} from '../../protocol/counted.ts';
import type {Position} from '../journal/journal.ts';
import {statesOf, type ServerState} from '../journal/record-states.ts';
import type {RecordPlace} from '../journal/record-url.ts';

/** @param say told a line for each server, and the verdict @returns whether all have the same state */
export async function compareServers(place: RecordPlace, say: (line: string) => void): Promise<boolean> {
	const {position, servers} = await statesOf(place);
	if (servers.length === 0) {
		say(`No server runs on the record ${place.name}, so there is nothing to compare.`);
		return true;
	}

	for (const {name, people, hash} of servers)
		say(
			hash === undefined
				? `${name}: no answer`
				: `${name}: ${counted(people, 'person', 'people')} online, state ${hash} at entry ${position}`,
		);
	const {isSame, sentence} = verdictOf(servers, position);
	say(sentence);
	return isSame;
}

type Verdict = {readonly isSame: boolean; readonly sentence: string};

/** Says in one sentence which servers differ, or do not answer, and what to do. */
export function verdictOf(servers: readonly ServerState[], position: Position): Verdict {
	const silent = servers.filter(({hash}) => hash === undefined);
	const groups = groupsOf(servers.filter(({hash}) => hash !== undefined));
	if (groups.length > 1) return {isSame: false, sentence: differing(groups)};
	if (silent.length > 0) return {isSame: false, sentence: silence(silent)};
	const which =
		servers.length === 1 ? 'The one server has told its' : `All ${servers.length} servers have the same`;
	return {isSame: true, sentence: `${which} state at entry ${position}.`};
}

/** Servers with the same state, the largest group first. */
function groupsOf(servers: readonly ServerState[]): ServerState[][] {
	const groups = new Map<string | undefined, ServerState[]>();
	for (const each of servers) groups.set(each.hash, [...(groups.get(each.hash) ?? []), each]);
	return [...groups.values()].sort((one, other) => other.length - one.length);
}

function differing([most = [], ...others]: ServerState[][]): string {
	const differ = (group: readonly ServerState[]) =>
		`${namesOf(group)} ${group.length === 1 ? 'differs' : 'differ'}`;
	if (most.length === others[0]?.length)
		return `${namesOf([most, ...others].flat())} differ, and no state is that of most; keep their data folders and a pg_dump of the record, and report it.`;
	return `${differ(others.flat())} from the ${most.length} others; stop what differs, and start it again with a new data folder.`;
}

function silence(silent: readonly ServerState[]): string {
	return `${namesOf(silent)} did not answer in time; look at the log there, and ask again.`;
}

function namesOf(servers: readonly ServerState[]): string {
	return servers.map(({name}) => name).join(', ');
}
