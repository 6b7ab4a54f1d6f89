/** Searching at a real terminal: is what was searched for seen in what was found, also without colours? */
import {expect, test} from 'vitest';
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
