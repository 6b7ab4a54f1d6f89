/** Does the client look for servers of its network only while it lists them? */
import {afterEach, expect, test} from 'vitest';
import {systemClock as clock} from '../../lib/clock.ts';
import type {MulticastPlace} from '../../lib/multicast.ts';
import {Announcer} from '../../server/announcer.ts';
import {LanSearch} from '../../source/client/lan-search.ts';
import {isChoosing} from '../../source/state/model/place.ts';
import type {FoundServer} from '../../source/state/model/link.ts';
import {Client} from '../harness/client.ts';
import {loopback} from '../harness/loopback.ts';
import {address, name} from '../harness/sample-state.ts';

const open: Array<{close(): Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async each => each.close()));
});

function announce(place: MulticastPlace, server: string): void {
	const fingerprint = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_-01234';
	const at = {port: 10_001, fingerprint, hosts: ['127.0.0.1']};
	open.push(new Announcer({name: server, ...at, clock, log: () => undefined, place}));
}

/** Looks for servers until the test ends. */
function look(place: MulticastPlace) {
	let names: readonly string[] = [];
	let check: () => void = () => undefined;
	const found = (servers: readonly FoundServer[]): void => {
		names = servers.map(({name}) => name).toSorted();
		check();
	};

	const until = async (...wanted: readonly string[]) =>
		new Promise<void>(resolve => {
			check = () => String(names) === String(wanted) && resolve();
			check();
		});
	const search = new LanSearch(found, place);
	search.isWanted = true;
	open.push({
		async close() {
			search.isWanted = false;
		},
	});
	return {search, until, names: () => names};
}

test('servers are found while they are wanted, and no later one is', async () => {
	const place = await loopback();
	announce(place, 'lab');
	const [ended, other] = [look(place), look(place)];
	await ended.until('lab');
	ended.search.isWanted = false;
	announce(place, 'office');
	await other.until('lab', 'office');
	announce(place, 'shed');
	await other.until('lab', 'office', 'shed');
	expect(ended.names()).toEqual(['lab']);
	ended.search.isWanted = true;
	await ended.until('lab', 'office', 'shed');
});

test('servers are wanted on the first screen, unless it waits for one that was chosen, and nowhere else', () => {
	const known = {address, user: name('alice'), resumable: true};
	const client = new Client().hears({type: 'started', known: [known]});
	expect(isChoosing(client.state)).toBe(true);
	expect(isChoosing(client.presses('accept').state)).toBe(false);
	expect(isChoosing(client.signsIn('alice').state)).toBe(false);
	expect(isChoosing(client.says('/logout').presses('cancel').state)).toBe(true);
});
