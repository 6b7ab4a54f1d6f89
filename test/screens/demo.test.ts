/** `chat-tui demo`: can all commands be tried alone, does the tour go on as things are done, and is nothing left at the end? */
import {execFile} from 'node:child_process';
import {readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {ownFolder, startClient} from '../harness/program.ts';
import type {PtyTerminal} from '../harness/pty.ts';

/** What is typed for each command, in this order, and what stands on the screen then. Escape leaves a form. */
const LINES: ReadonlyArray<readonly [line: string, shown: RegExp]> = [
	['hello', /ada +Hello! The ✓✓ behind your line/],
	['/me dances', /guest dances/],
	['/reply fine', /┌ ada: /],
	['/edit very fine', /very fine \(edited/],
	['/react :tada:', /\[🎉 1\]/],
	['/unreact :tada:', /very fine \(edited/],
	['/delete', /\(message deleted/],
	['/upload FILE', /mine\.txt \(file, 4 B\) +✓/],
	['/download', /mine\.txt is in/],
	['/pins', /Nothing is pinned here/],
	['/msg ada how are you?', /To ada: how are you/],
	['/who', /linus is online/],
	['/whoelse', /grace is online/],
	['/whoelsesince 1h', /ada is online/],
	['/whois ada', /ada is online, since/],
	['/seen ada', /ada is online, since/],
	['/friend grace', /grace and you are friends now/],
	['/friends', /you are friends now[^]*— grace is online/],
	['/files grace', /welcome\.txt {2}\d+ B/],
	['/get grace welcome.txt', /welcome\.txt is in/],
	['/transfers', /— No file is on its way/],
	['/cancel', /Alt-A +No file is on its way/],
	['/share FILE', /Your friends can fetch mine\.txt now/],
	['/files', /You share with your friends/],
	['/send-file grace FILE', /grace has received mine\.txt/],
	['/unshare mine.txt', /mine\.txt is not shared any more/],
	['/profile grace', /grace has not written a profile/],
	['/relay grace ada', /ada's key is not known here/],
	['/private linus', /End-to-end encrypted, directly/],
	['/verify', /╭▸.*linus/],
	['/stopprivate', /You ended the private chat with linus/],
	['/forget-key linus', /The key of linus is forgotten/],
	['/chat ada', /chat #1 with ada started/],
	['/sessions', /chat #1 with ada, since/],
	['/end', /chat #1 with ada ended by guest/],
	['/join #tea', /You created #tea/],
	['/invite ada', /Thank you for the invitation to #tea/],
	['/topic kettles', /You set the topic: “kettles”/],
	['/names', /2 members of #tea/],
	['/rooms', /#tea, 2 members, you are in it/],
	['/mute', /#tea is muted: only mentions count/],
	['/unmute', /#tea is not muted any more/],
	['/pin', /#tea stays at the top of the list/],
	['/unpin', /#tea is not pinned any more/],
	['/op ada', /You made ada an operator of #tea/],
	['/deop ada', /You made ada an ordinary member of #tea again/],
	['/room private', /#tea is private/],
	['/kick ada', /You removed ada/],
	['/ban ada', /ada cannot join #tea/],
	['/bans', /ada is banned from #tea/],
	['/unban ada', /ada may join #tea again/],
	['/receipts', /You have not sent a message here yet/],
	['/history', /Thank you for the invitation to #tea/],
	['/search invitation', /╭▸Search[^]*Thank you for the invitation/],
	['/copy', /Copied, if your terminal allows it/],
	['/bare', /Enter goes back/],
	['/export FILE.chat', /messages? of #tea are in/],
	['/shrug', /guest +¯/],
	['/tableflip', /┻━┻/],
	['/goto ada', /╭ ada/],
	['/last', /╭ #tea/],
	['/unread', /╭/],
	['/mentions', /╭▸Search/],
	['/catchup', /╭/],
	['/open', /No link is in the messages/],
	['/goto #tea', /╭ #tea/],
	['/close', /#tea is out of the list/],
	['/goto #tea', /╭ #tea/],
	['/clear', /╭ #tea/],
	['/editor', /The editor \(false\) ended with 1/],
	['/leave', /╭ #lobby/],
	['/broadcast lunch', /Your broadcast reached 3 people/],
	['/away tea', /You are away: tea/],
	['/busy', /You are busy/],
	['/back', /You are online/],
	['/block ada', /ada is blocked/],
	['/blocked', /You have blocked ada/],
	['/unblock ada', /ada is no longer blocked/],
	['/unfriend grace', /grace and you are no longer friends/],
	['/whoami', /╭▸Your chat is open/],
	['/join-line', /Send others this line/],
	['/invite-code', /only admins and the operator make invite codes/],
	['/invite-codes', /only admins and the operator make invite codes/],
	['/revoke-code abcd-efgh', /There is no open invite code abcd-efgh/],
	...[
		'/server-kick ada',
		'/server-ban ada',
		'/server-unban ada',
		'/server-bans',
		'/reset-password ada',
		'/say hello',
	].map(line => [line, /Only the admins of this server may do that/] as const),
	['/set', /— theme: auto/],
	['/mouse off', /Mouse: off/],
	['/theme', /theme: auto/],
	['/notify', /notifications: bell/],
	['/timestamp', /times: 24h/],
	['/reconnect', /You are connected/],
	['/help', /▸Help/],
	['/keys', /Keys everywhere/],
	['/password', /╭▸.*assword/],
];
/** The frame of a dialog, or the foot of the join line that stands alone. */
const DIALOG = /╭▸|Enter goes back/;
/** Commands that end the demo, or its chat. */
const ENDS = ['logout', 'quit'];

async function demo(temporary: string): Promise<PtyTerminal> {
	const client = await startClient({
		args: ['demo'],
		env: {TMPDIR: temporary, EDITOR: 'false'},
		columns: 120,
		rows: 40,
	});
	await client.until('Welcome, guest!');
	await client.until('Next: type hello');
	return client;
}

const NOT_READY = 'is not ready yet; try again in a moment';

/** Types, and waits for what is shown then; a dialog that it opens is closed. While the own key is not read yet, Enter tries again. */
async function enter(client: PtyTerminal, keys: string, shown: RegExp): Promise<void> {
	client.write(keys);
	const isShown = () => shown.test(client.text());
	await client.until(
		() => isShown() || client.text().includes(NOT_READY),
		`${keys} to show ${String(shown)}`,
	);
	for (let tries = 1; !isShown(); tries++) {
		if (tries > 50) throw new Error(`${keys} finds the key not ready yet`);
		await pause(200);
		client.write(`\u0015${keys}`); // in place of what stands in the bar
		await client.until(() => isShown() || client.text().includes(NOT_READY), String(shown));
	}

	if (!DIALOG.test(client.text())) return;
	client.write('\x1b');
	await client.until(() => !DIALOG.test(client.text()), 'the dialog to close');
}

/** Whether a process has children. */
async function hasChildren(pid: number): Promise<boolean> {
	const {stdout} = await promisify(execFile)('ps', ['-A', '-o', 'ppid=']);
	return stdout.split('\n').some(line => Number(line) === pid);
}

test(
	'all commands can be tried alone, and the end leaves no process and no file',
	{timeout: 180_000},
	async () => {
		const names = [...LINES.map(([line]) => /^\/(\S+)/.exec(line)?.[1] ?? ''), ...ENDS];
		expect(commands.map(({name}) => name).filter(name => !names.includes(name))).toEqual([]);
		const temporary = await ownFolder();
		const file = path.join(await ownFolder(), 'mine.txt');
		await writeFile(file, 'mine');
		const client = await demo(temporary);
		for (const [line, shown] of LINES) {
			await enter(client, `\u0015${line.replace('FILE', file)}\r`, shown); // a refused line stands in the bar still
			expect(client.text(), line).not.toMatch(/Usage: \/|There is no command/);
		}

		expect(await hasChildren(client.pid)).toBe(false);
		client.write('/quit\r');
		expect((await client.exit).code).toBe(0);
		expect(await readdir(temporary)).toEqual([]);
	},
);

describe('the demo', () => {
	test('suggests the next thing as soon as one is done', async () => {
		const client = await demo(await ownFolder());
		const steps: ReadonlyArray<readonly [string, string]> = [
			['hello\r', 'Next: /msg ada hi'],
			['/who\r', 'Next: /msg ada hi'],
			['/msg ada hi\r', 'Next: /friend grace'],
			['/friend grace\r', 'Next: /files grace'],
			['/files grace\r', 'Next: /get grace welcome.txt'],
			['/get grace welcome.txt\r', 'Next: /private linus'],
			['/private linus\r', 'Next: /stopprivate linus'],
			['/stopprivate linus\r', 'Next: /join #tea'],
			['/join #tea\r', 'Next: /invite ada'],
			['/invite ada\r', 'Next: Ctrl-G'],
			['\x07', 'Next: Ctrl-F'],
			['\x06', 'Next: /help'],
			['\x1bOP', 'Next: Ctrl-Q ends the demo'],
		];
		for (const [keys, next] of steps) await enter(client, keys, new RegExp(next));
	});

	test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('leaves nothing when %s ends it', async signal => {
		const temporary = await ownFolder();
		const client = await demo(temporary);
		client.signal(signal);
		expect((await client.exit).code).toBeGreaterThan(128);
		expect(await readdir(temporary)).toEqual([]);
	});

	test('that was killed outright is tidied up by the next one, whose chat a sign-out ends as well', async () => {
		const temporary = await ownFolder();
		const killed = await demo(temporary);
		killed.signal('SIGKILL');
		await killed.exit;
		expect(await readdir(temporary)).toHaveLength(1);
		const next = await demo(temporary);
		expect(await readdir(temporary)).toHaveLength(1);
		next.write('/logout\r');
		await next.until('Sign in at');
		next.write('\x11');
		expect((await next.exit).code).toBe(0);
		expect(await readdir(temporary)).toEqual([]);
	});
});
