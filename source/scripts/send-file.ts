/** Sends a file to a friend's client: offers it, waits for the yes, and ends once the friend has the whole file. */
import path from 'node:path';
import {systemClock} from '../../lib/clock.ts';
import {userName} from '../../protocol/names.ts';
import type {SignedIn} from '../../protocol/sign-in.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import {SettingsFile} from '../client/settings-file.ts';
import type {Calls} from '../link/calls.ts';
import {peerFolder} from '../link/client-folder.ts';
import {safeName} from '../peer/files/safe-name.ts';
import {notSharedSentence} from '../peer/files/sentences.ts';
import {findPlainFile} from '../peer/files/walk-shared.ts';
import {hasIdentity, openIdentity} from '../peer/identity.ts';
import {FileOffer, type FileFor} from './file-offer.ts';
import {ENDING_SIGNALS} from './ending-signals.ts';
import {ScriptFailure, usage, type ScriptEnvironment} from './script.ts';
import type {ScriptServer} from './sign-in.ts';

/**
 * Checks what stands on the command line, before anything is sent.
 * @throws ScriptFailure if the receiver is not a user, or the file cannot be sent
 */
export async function fileFor(to: string, given: string): Promise<FileFor> {
	const user = userName(to);
	if (user === undefined) throw usage(safeText`A file goes to one user; write a name like bob.`);
	const absolute = path.resolve(given);
	const found = await findPlainFile(absolute);
	if ('fault' in found) throw new ScriptFailure(notSharedSentence(found.fault, cleanLine(given)));
	return {user, path: absolute, name: safeName(path.basename(found.file))};
}

/**
 * Sends the file. A signal withdraws the offer before it ends the process.
 * @throws ScriptFailure if the friend does not have the whole file at the end
 * @throws ClientFileError if the key of the account, or what is known of others, cannot be read
 */
export async function sendFile(
	file: FileFor,
	signedIn: {readonly calls: Calls; readonly me: SignedIn; readonly server: ScriptServer},
	{home, stderr, clock = systemClock}: ScriptEnvironment,
): Promise<void> {
	const {calls, me, server} = signedIn;
	const folder = peerFolder(home, server.address, me.user);
	await checkIdentity(folder, me);
	const {direct = 'lan'} = await new SettingsFile(home).read();
	const offer = new FileOffer({file, calls, me, server, folder, direct, clock, stderr});
	let ending: NodeJS.Signals | undefined;
	const stop = (signal: NodeJS.Signals): void => {
		ending = signal;
		offer.stop();
	};
	for (const signal of ENDING_SIGNALS) process.on(signal, stop);
	try {
		await offer.run();
	} finally {
		await offer.close();
		for (const signal of ENDING_SIGNALS) process.off(signal, stop);
		if (ending) process.kill(process.pid, ending);
	}
}

/** Refuses to make a key, or to replace that of another machine: friends would be warned of a changed key. @throws ScriptFailure */
async function checkIdentity(folder: string, {user, identity}: SignedIn): Promise<void> {
	if (!(await hasIdentity(folder)))
		throw new ScriptFailure(
			safeText`This machine has no key of ${user} for files; sign in here once with npx chat-tui, then try again.`,
		);
	if (identity !== undefined && identity !== (await openIdentity(folder)).fingerprint)
		throw new ScriptFailure(
			safeText`${user} uses the key of another machine now; send the file from there, or sign in here once with npx chat-tui.`,
		);
}
