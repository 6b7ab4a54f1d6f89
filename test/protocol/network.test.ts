/** Which addresses count as one, where something is limited per address? */
import {expect, test} from 'vitest';
import {TokenBuckets} from '../../lib/token-buckets.ts';
import {createLog} from '../../server/log/log.ts';
import {networkOf} from '../../protocol/network.ts';
import {manualClock} from '../harness/manual-clock.ts';

test.each([
	['10.0.0.1', '10.0.0.1'],
	['::ffff:10.0.0.1', '10.0.0.1'],
	['::FFFF:10.0.0.1', '10.0.0.1'],
	['::1', '0:0:0:0::/64'],
	['::', '0:0:0:0::/64'],
	['fe80::1%eth0', 'fe80:0:0:0::/64'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
	['2001:db8::3:4:5:6:7', '2001:db8:0:3::/64'],
	['64:ff9b::10.0.0.1', '64:ff9b:0:0::/64'],
	['1::2:3:4:5:10.0.0.1', '1:0:2:3::/64'],
	['unknown', 'unknown'],
])('%s is of %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

test('whoever has a network of addresses owes for all of them, and its neighbour for none', () => {
	const buckets = new TokenBuckets(1, 2);
	expect([1, 2, 3].map(host => buckets.take(`2001:db8::${host}`, 0))).toEqual([true, true, false]);
	expect(buckets.wait('2001:db8::4', 0)).toBe(1000);
	expect(buckets.wait('2001:db8:0:1::4', 0)).toBe(0);
	expect(buckets.size).toBe(1);
});

test('a flood from all addresses of a network is one line', () => {
	const lines: string[] = [];
	const log = createLog({clock: manualClock(), write: line => lines.push(line)});
	for (let host = 1; host <= 100; host++)
		log({type: 'turnedAway', address: `2001:db8::${host}`, why: 'tooFast'});
	log({type: 'turnedAway', address: '2001:db8:0:1::1', why: 'tooFast'});
	expect(lines).toHaveLength(2);
});
