/** The screen follows the terminal's size, down to 40x10. */
import {expect, test} from 'vitest';
import {signIn, startServer} from '../harness/program.ts';

test('after many resizes the screen is the one that a fresh start would show', async () => {
	const server = await startServer({people: ['alice']});
	const alice = await signIn(server, 'alice', {columns: 80, rows: 24});
	alice.write('/msg alice\r');
	alice.write('/msg alice 漢字 and 👍 and a text that is long enough to be wrapped on a narrow screen\r');
	await alice.until('✓');
	alice.write('half a sentence');
	await alice.until(/› half a sentence[^]*Enter send/); // the text is painted first, the hints after it
	const before = alice.screen();
	for (const [columns, rows] of [
		[40, 10],
		[120, 40],
		[79, 23],
		[200, 60],
		[100, 30],
		[40, 10],
		[20, 5],
	] as const) {
		alice.resize(columns, rows);
		await alice.until(() => alice.line(rows - 1).startsWith(' alice'.slice(0, columns)));
		await alice.until('half a sente');
		for (const row of alice.screen()) expect(row.length).toBeLessThanOrEqual(columns);
	}
	alice.resize(80, 24);
	await alice.until(() => alice.text() === before.join('\n'));
});
