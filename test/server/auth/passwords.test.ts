/** Passwords: what is stored, what may be chosen, and how much work a guess costs the server. */
import {describe, expect, test} from 'vitest';
import {COMMON_PASSWORDS} from '../../../server/auth/common-passwords.ts';
import {isPasswordHash, Passwords, type Derive} from '../../../server/auth/passwords.ts';
import {until} from '../../harness/until.ts';

const cheap = {ln: 4, r: 8, p: 1};

/** Hashes that wait until they are let go, so that a test sees how many are at work. */
function heldBack() {
	const waiting: Array<() => void> = [];
	let calls = 0;
	const derive: Derive = async password => {
		calls++;
		await new Promise<void>(resolve => waiting.push(resolve));
		return Buffer.concat([password], 32);
	};

	return {derive, waiting, calls: () => calls};
}

describe('a stored password', () => {
	test('is found right again, and another one wrong', async () => {
		const passwords = new Passwords({cost: cheap});
		const stored = await passwords.hash('correct horse');
		expect(stored).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
		expect(await passwords.verify('correct horse', stored as string)).toBe(true);
		expect(await passwords.verify('correct horsf', stored as string)).toBe(false);
	});

	test('is scrypt of RFC 7914, whatever the cost it was made at', async () => {
		// Made with Python's hashlib.scrypt.
		const known = '$scrypt$ln=10,r=8,p=2$AAECAwQFBgcICQoLDA0ODw$ag3VuA25/vNZg2EQJa9FJRdbZOOaV8xQdFq2Kz3eWaY';
		const passwords = new Passwords({cost: cheap});
		expect(await passwords.verify('Grüße, Welt', known)).toBe(true);
		expect(passwords.needsRehash(known)).toBe(true);
		expect(passwords.needsRehash((await passwords.hash('Grüße, Welt')) as string)).toBe(false);
	});

	test('is the same however its letters were composed', async () => {
		const passwords = new Passwords({cost: cheap});
		const stored = await passwords.hash('Gr\u00fc\u00dfe an alle');
		expect(await passwords.verify('Gru\u0308\u00dfe an alle', stored as string)).toBe(true);
	});

	test('of two people with the same password looks different', async () => {
		const passwords = new Passwords({cost: cheap});
		expect(await passwords.hash('correct horse')).not.toBe(await passwords.hash('correct horse'));
	});

	test('costs what OWASP asks for', async () => {
		expect(await new Passwords().hash('correct horse')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
	});

	test.each([
		'',
		'plain',
		'$scrypt$ln=15,r=8,p=3$short$short',
		`$scrypt$ln=30,r=8,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
	])('that is none (%j) matches nothing', async stored => {
		expect(isPasswordHash(stored)).toBe(false);
		expect(await new Passwords({cost: cheap}).verify('a'.repeat(22), stored)).toBe(false);
	});
});

test('a user who does not exist costs the same work as one who does', async () => {
	const costs: unknown[] = [];
	const derive: Derive = async (_password, _salt, cost) => {
		costs.push(cost);
		return Promise.resolve(Buffer.alloc(32));
	};

	const passwords = new Passwords({derive});
	expect(await passwords.verify('correct horse', undefined)).toBe(false); // though the stand-in's hash is the one computed
	const stored = await passwords.hash('correct horse');
	await passwords.verify('correct horse', stored as string);
	expect(costs).toHaveLength(3);
	expect(costs[0]).toEqual(costs[2]);
});

describe('the gate', () => {
	test('lets two passwords be hashed at a time, and the others in turn', async () => {
		const {derive, waiting, calls} = heldBack();
		const passwords = new Passwords({derive});
		const all = Promise.all(Array.from({length: 10}, async (_, at) => passwords.hash(`password of ${at}`)));
		for (let done = 0; done < 10; done++) {
			await until(() => waiting.length > 0);
			expect(calls()).toBeLessThanOrEqual(done + 2);
			waiting.shift()!();
		}

		expect(await all).toHaveLength(10);
	});

	test('tells the sixty-seventh at once to come back later, and loses none of the others', async () => {
		const {derive, waiting} = heldBack();
		const passwords = new Passwords({derive});
		const all = Array.from({length: 66}, async () => passwords.hash('correct horse'));
		expect(await passwords.verify('correct horse', undefined)).toEqual({
			refusal: 'busy',
			seconds: expect.any(Number) as number,
		});
		let left = 66;
		void Promise.all(all.map(async each => each.then(() => left--)));
		while (left > 0) {
			waiting.shift()?.();
			await until(() => waiting.length > 0 || left === 0);
		}
	});

	test('lets a newcomer from elsewhere be next but one, however many of one address wait', async () => {
		const {derive, waiting} = heldBack();
		const passwords = new Passwords({derive});
		const done: string[] = [];
		const hash = async (network: string) => {
			await passwords.hash('correct horse', {network});
			done.push(network);
		};

		void Promise.all(Array.from({length: 66}, async () => hash('10.0.0.1')));
		void hash('10.0.0.2');
		while (!done.includes('10.0.0.2')) {
			waiting.shift()?.();
			await until(() => waiting.length === 2);
		}

		expect(done.length).toBeLessThanOrEqual(4);
	});

	test('turns away the newest of a crowd where the line is full, and not somebody from elsewhere', async () => {
		const {derive, waiting} = heldBack();
		const passwords = new Passwords({derive, maxParallel: 1, maxWaiting: 2});
		const hash = async (network: string) => passwords.hash('correct horse', {network});
		const answers: unknown[] = [];
		const all = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e'].map(async (network, at) => {
			answers[at] = await hash(network);
		});
		await until(() => answers.some(answer => typeof answer === 'object'));
		void Promise.all(all).then(() => answers.push('all are answered'));
		while (!answers.includes('all are answered')) {
			waiting.shift()?.();
			await until(() => waiting.length > 0 || answers.length > all.length);
		}

		const refused = answers.filter(answer => typeof answer === 'object');
		expect(refused).toEqual([{refusal: 'busy', seconds: expect.any(Number) as number}]);
		expect(answers[all.length - 1]).toContain('$scrypt$');
	});

	test('goes on after a hash that failed', async () => {
		let fails = true;
		const passwords = new Passwords({
			maxParallel: 1,
			derive: async () =>
				fails ? Promise.reject(new Error('no memory')) : Promise.resolve(Buffer.alloc(32)),
		});
		await expect(passwords.hash('correct horse')).rejects.toThrow('no memory');
		fails = false;
		expect(await passwords.hash('correct horse')).toContain('$scrypt$');
	});
});

describe('a password', () => {
	const fault = (password: string) => new Passwords().fault('aliceliddell', password)?.refusal;

	test.each([
		['1234567', 'passwordTooShort'],
		['          ', 'passwordBlank'],
		['\u2800'.repeat(10), 'passwordBlank'],
		['tulip tree\n', 'passwordUntypable'],
		['tulip\ttree', 'passwordUntypable'],
		['tulip tree ', undefined],
		['🙂🙂🙂🙂', 'passwordTooShort'],
		['x'.repeat(257), 'passwordTooLong'],
		['ü'.repeat(129), 'passwordTooLong'],
		['AliceLiddell', 'passwordIsName'],
		['password1', 'passwordCommon'],
		['ILoveYou', 'passwordCommon'],
		['correct horse', undefined],
		['x'.repeat(256), undefined],
		['🙂🙂🙂🙂🙂🙂🙂🙂', undefined],
	])('like %s is judged %s', (password, expected) => {
		expect(fault(password)).toBe(expected);
	});

	test('on the list of common ones is one that the other rules would let pass', () => {
		expect([...COMMON_PASSWORDS].filter(each => each.length < 8 || each !== each.toLowerCase())).toEqual([]);
		expect(COMMON_PASSWORDS.size).toBeGreaterThan(300);
	});
});
