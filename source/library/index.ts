/** The entry of the package for programs: `import {connect} from 'chat-tui'`. */
import path from 'node:path';
import {ClientFileError} from '../../lib/client-file-error.ts';
import {systemClock} from '../../lib/clock.ts';
import {userFoldersOf} from '../../lib/user-folders.ts';
import {parseAddress} from '../../protocol/address.ts';
import {passwordIn} from '../../protocol/passwords.ts';
import {clean as cleanText, safeText} from '../../protocol/text.ts';
import {ownCertificate} from '../link/client-folder.ts';
import type * as Api from './api.ts';
import {ChatError as ErrorOfChat} from './chat-error.ts';
import {usage} from './names.ts';
import {openChat} from './open-chat.ts';

// The types are those of api.ts, which is shipped; the compiler compares them with the code.
export const ChatError: typeof Api.ChatError = ErrorOfChat;
export const clean: typeof Api.clean = cleanText;

export const connect: typeof Api.connect = async (options = {}) => {
	const {server, home: given, downloads, password: typed, ...wishes} = options;
	const address = server === undefined ? undefined : parseAddress(server);
	if (server !== undefined && address === undefined)
		throw usage(safeText`${server} is not a valid address; write HOST:PORT or a join line.`);
	const folders = await userFoldersOf(process.env);
	const home = given === undefined ? folders.home : path.resolve(given);
	const password = typed ?? passwordIn(process.env['CHAT_TUI_PASSWORD'] ?? '');
	try {
		const chat = await openChat(
			{
				...wishes,
				...(address && {address}),
				...(password !== '' && {password}),
				downloads: path.resolve(downloads ?? path.join(home, 'downloads')),
			},
			{home, ownCertificate: ownCertificate(folders.data), clock: systemClock, notice: () => undefined},
		);
		setImmediate(() => chat.open()); // once the program has had its chance to listen
		return chat;
	} catch (error) {
		throw error instanceof ClientFileError ? new ErrorOfChat('file', error.message) : error;
	}
};
