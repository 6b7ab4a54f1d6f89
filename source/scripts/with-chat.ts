/** Signs a script in, lets it work, and signs it out. */
import path from 'node:path';
import {systemClock} from '../../lib/clock.ts';
import {cleanLine, safeText} from '../../protocol/text.ts';
import type {SignedInChat} from '../library/chat.ts';
import {openChat} from '../library/open-chat.ts';
import type {Direct} from '../state/model/peer.ts';
import {print, type ScriptAccount, type ScriptEnvironment} from './script.ts';

/**
 * Signs in, does the work, and signs out. It disturbs no running client of the account, and keeps only the server's key.
 * @param wishes `reconnect`: whether a lost connection comes back, or ends the work, as it does unless given
 * @throws ChatError, ClientFileError
 */
export async function withChat(
	account: ScriptAccount,
	environment: ScriptEnvironment,
	work: (chat: SignedInChat) => Promise<void>,
	wishes: {readonly reconnect?: boolean; readonly direct?: Direct} = {},
): Promise<void> {
	const {home, ownCertificate, stderr, askPassword, clock} = environment;
	const chat = await openChat(
		{...account, reconnect: false, ...wishes, downloads: path.join(home, 'downloads')},
		{
			home,
			...(ownCertificate !== undefined && {ownCertificate}),
			clock: systemClock,
			patience: clock,
			askPassword,
			notice: sentence => void print(stderr, sentence),
		},
	);
	let isTold = false;
	chat.on('waiting', ({reason}) => {
		if (!isTold) void print(stderr, safeText`chat-tui: ${cleanLine(reason)} Waiting; Ctrl-C ends it.`);
		isTold = true;
	});
	try {
		const working = work(chat);
		chat.open(); // once the work listens
		await working;
	} finally {
		await chat.close();
	}
}
