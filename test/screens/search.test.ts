/** Searching at a real terminal: is what was searched for seen in what was found, also without colours? */
import {expect, test} from 'vitest';
import {MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import {signUp, startServer} from '../harness/program.ts';

test('what was found stands out from what is around it without any colour', async () => {
	const server = await startServer();
	const alice = await signUp(server, 'alice', {env: {NO_COLOR: '1'}});
	alice.write(`/msg alice\r${'hay '.repeat(30)}needle${' hay'.repeat(30)}\r`);
	await alice.until('✓');
	alice.write('/search NEEDLE\r');
	await alice.until('1 found');
	const inverse = alice.cells().map(row =>
		row
			.filter(cell => cell.inverse)
			.map(({text}) => text)
			.join(''),
	);
	expect(inverse.filter(text => text !== '')).toEqual(['needle']);
	expect(alice.screen().find(row => row.includes('needle'))).toMatch(/alice: ….*hay needle hay.*…/);
});

test('on a server with very many accounts, Tab and Ctrl-G find whom the list does not show', async () => {
	const crowd = Array.from({length: MAX_LISTED_PEOPLE}, (_, at) => `user${at}`);
	const server = await startServer({people: [...crowd, 'zoe', 'zora']});
	const alice = await signUp(server, 'alice');
	alice.write('/msg zor\t');
	await alice.until('/msg zora ');
	alice.write('good morning\r');
	await alice.until('To zora: good morning');
	alice.write('\x07');
	await alice.until('others: type a part of a name');
	alice.write('zo');
	await alice.until(() => alice.screen().some(row => /│ *zoe/.test(row)));
	alice.write('e\r');
	await alice.until('zoe ○ offline');
});
