/** The operator's log: one line for each thing that happens, nothing secret, and no way for strangers to write into it. */
import {afterEach, expect, test, vi} from 'vitest';
import {createLog} from '../../../server/log/log.ts';
import {errorEntry, type LogEntry} from '../../../server/log/log-entry.ts';
import {logLine} from '../../../server/log/log-line.ts';
import {UnusableFile} from '../../../lib/unusable-file.ts';
import {manualClock} from '../../harness/manual-clock.ts';

const address = '127.0.0.1';
const at = new Date(2026, 10, 20, 9, 41, 7).getTime();

afterEach(() => void vi.unstubAllEnvs());

function written() {
	const lines: string[] = [];
	const kept: object[] = [];
	const clock = manualClock(at);
	const keep = (_at: number, fields: object) => void kept.push(fields);
	return {lines, kept, clock, log: createLog({clock, write: line => void lines.push(line), keep})};
}

test('a line has the local date and time, and says who, from where, and how', () => {
	const {lines, log} = written();
	log({type: 'attempt', how: 'signIn', user: 'alice', address});
	log({type: 'signedIn', user: 'alice', address, as: 'screen'});
	log({type: 'signedOut', user: 'alice', address, as: 'screen', why: 'linkLost'});
	log({
		type: 'moderated',
		what: 'banned',
		user: 'bob',
		by: 'alice',
		reason: 'too loud',
		until: 1_795_171_267_000,
	});
	log({type: 'moderated', what: 'passwordReset', user: 'bob', by: 'operator'});
	log({type: 'stopped'});
	expect(lines).toEqual([
		'2026-11-20 09:41:07 sign-in attempt alice from 127.0.0.1\n',
		'2026-11-20 09:41:07 sign-in alice from 127.0.0.1 (screen)\n',
		'2026-11-20 09:41:07 sign-out alice from 127.0.0.1 (screen): linkLost\n',
		'2026-11-20 09:41:07 bob banned by alice until 2026-11-20 10:41:07: "too loud"\n',
		'2026-11-20 09:41:07 bob given a one-time password by the operator\n',
		'2026-11-20 09:41:07 stop\n',
	]);
});

test('whatever a stranger typed as a name is one short line of letters', () => {
	const {lines, log} = written();
	const name = `eve\n2026-11-20 09:41:08 sign-in alice from 10.0.0.1\u001b]0;owned\u0007\u202e${'x'.repeat(5000)}`;
	log({type: 'attempt', how: 'signIn', user: name, address});
	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatch(/^[\x20-\x7e]+ sign-in attempt "eve 2026[\x20-\x7e]+…" from 127\.0\.0\.1\n$/);
	expect(lines[0]!.length).toBeLessThan(120);
});

test('only what an entry may say is said, though the object holds more', () => {
	const {lines, kept, log} = written();
	const secrets = {password: 'canary-1', token: 'canary-2', text: 'canary-3', phone: 'canary-4'};
	const entries: LogEntry[] = [
		{type: 'started', address, port: 1, folder: '/data', plaintext: false},
		{type: 'attempt', how: 'resume', address},
		{type: 'denied', user: 'alice', address, why: 'wrongPassword'},
		{type: 'signedUp', user: 'alice'},
		{type: 'roomMade', room: '#build', user: 'alice'},
		{type: 'refused', user: 'alice', what: 'openChat', why: 'userOffline'},
		{type: 'signedIn', user: 'alice', address, as: 'script'},
		{type: 'signedOut', user: 'alice', address, as: 'script', why: 'signOut'},
		{type: 'turnedAway', address, why: 'noTls'},
		{type: 'cut', address, why: 'silent'},
		{type: 'relayOpened', user: 'alice', address},
		{type: 'relayClosed', user: 'alice', address, why: 'left', bytes: 1},
		{type: 'stopping', why: 'SIGTERM'},
	];
	for (const entry of entries) log({...entry, ...secrets});
	log({type: 'fault', what: 'send', error: Object.assign(new TypeError('canary-5'), secrets)});
	log({type: 'fault', what: 'send', error: 'canary-6'});
	expect(lines).toHaveLength(entries.length + 2);
	expect(lines.join('')).not.toContain('canary');
	expect(JSON.stringify(kept)).not.toContain('canary');
	expect(kept).toHaveLength(lines.length);
	expect(lines.at(-2)).toMatch(/fault in send: TypeError at .*log\.test\.ts/);
});

test('of a disk that refuses, the operator reads how and where', () => {
	const {lines, log} = written();
	const error = Object.assign(new Error('a text'), {code: 'ENOSPC', path: '/data/users.json'});
	log(errorEntry('checkpoint', error));
	expect(lines[0]).toMatch(/fault in checkpoint: Error ENOSPC \/data\/users\.json at /);
	log(errorEntry('checkpoint', new UnusableFile('/data/users.json is damaged.')));
	expect(lines[1]).toMatch(/warning: \/data\/users\.json is damaged\.\n$/);
});

test('a flood of the same refusals is one line, and their number a minute later', () => {
	const {lines, clock, log} = written();
	for (let count = 0; count < 1000; count++) log({type: 'turnedAway', address, why: 'tooFast'});
	log({type: 'turnedAway', address: '10.0.0.1', why: 'tooFast'});
	expect(lines).toHaveLength(2);
	clock.advance(60_000);
	expect(lines[2]).toMatch(/turned away 127\.0\.0\.1: .* \(999 more times in a minute\)\n$/);
	expect(lines).toHaveLength(3);
	log({type: 'turnedAway', address, why: 'tooFast'});
	expect(lines).toHaveLength(4);
});

test('a few sign-ins of somebody are all told, and of a flood of them the number', () => {
	const {lines, kept, clock, log} = written();
	for (let count = 0; count < 3; count++) log({type: 'signedIn', user: 'alice', address, as: 'screen'});
	expect(lines).toHaveLength(3);
	for (let count = 0; count < 1000; count++) {
		log({type: 'signedIn', user: 'mallory', address, as: 'script'});
		log({type: 'signedOut', user: 'mallory', address, as: 'script', why: 'signOut'});
	}

	log({type: 'signedIn', user: 'bob', address, as: 'screen'});
	expect(lines).toHaveLength(3 + 2 * 5 + 1);
	clock.advance(60_000);
	expect(lines.slice(14)).toEqual([
		expect.stringContaining('sign-in mallory from 127.0.0.1 (script) (995 more times in a minute)'),
		expect.stringContaining('sign-out mallory from 127.0.0.1 (script): signOut (995 more times in a minute)'),
	]);
	expect(kept.at(-1)).toMatchObject({type: 'signedOut', user: 'mallory', again: 995});
});

test('a flood of relays that somebody opens is told with its number, however many bytes each has sent', () => {
	const {lines, clock, log} = written();
	for (let bytes = 0; bytes < 1000; bytes++)
		log({type: 'relayClosed', user: 'mallory', address, why: 'left', bytes});
	expect(lines).toHaveLength(5);
	expect(lines[4]).toMatch(/relay for mallory from 127\.0\.0\.1 closed: left, 4 bytes\n$/);
	clock.advance(60_000);
	expect(lines[5]).toMatch(
		/relay for mallory from 127\.0\.0\.1 closed: left \(995 more times in a minute\)\n$/,
	);
});

test('of attempts at one address a hundred are told in a minute, whatever the names, and then their number', () => {
	const {lines, clock, log} = written();
	for (let at = 0; at < 5000; at++) log({type: 'attempt', how: 'signIn', user: `user${at}`, address});
	expect(lines).toHaveLength(100);
	clock.advance(60_000);
	expect(lines.at(-1)).toMatch(/ sign-in attempt from 127\.0\.0\.1 \(4900 more times in a minute\)\n$/);
});

test('what a hundred thousand addresses cause is left out beyond ten thousand lines a minute, and that is said', () => {
	const {lines, clock, log} = written();
	for (let at = 0; at < 100_000; at++)
		log({type: 'turnedAway', address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, why: 'noTls'});
	expect(lines).toHaveLength(10_000);
	clock.advance(60_000);
	expect(lines).toHaveLength(10_001);
	expect(lines.at(-1)).toContain('90000 lines were left out in a minute');
});

test('an entry reads the same in the console and in the files', () => {
	expect(logLine(at, {type: 'stopped'})).toBe('2026-11-20 09:41:07 stop');
});
