/** Reads the server and the account from the options. */
import {isCutOff, parseAddress, parseFingerprint, type Address} from '../../protocol/address.ts';
import {passwordFault, passwordIn} from '../../protocol/passwords.ts';
import type {FlagsOf} from './commands.ts';
import {UsageError} from './words.ts';

/** Reads the server and the account from the options. @throws UsageError */
export function connection(
	{server, user, signup = false, trust, insecurePlaintext = false}: FlagsOf<'client'>,
	positional?: string,
) {
	if (server !== undefined && positional !== undefined) throw new UsageError('The server is named twice');
	const address = addressOf(server ?? positional, trust);
	const password = passwordIn(process.env['CHAT_TUI_PASSWORD'] ?? '');
	if (passwordFault('', password) === 'passwordUntypable') {
		throw new UsageError(
			'CHAT_TUI_PASSWORD contains a line break or another control character, which cannot be typed; set it without',
		);
	}

	if (signup && (address === undefined || user === undefined || password === '')) {
		throw new UsageError('--signup needs --server, --user and a password in CHAT_TUI_PASSWORD');
	}

	return {
		signUp: signup,
		insecurePlaintext,
		lan: process.env['CHAT_TUI_LAN'] !== 'off',
		...(address && {address}),
		...(user !== undefined && {user}),
		...(password !== '' && {password}),
	};
}

function addressOf(text: string | undefined, trust: string | undefined): Address | undefined {
	const fingerprint = trust === undefined ? undefined : parseFingerprint(trust);
	if (trust !== undefined && fingerprint === undefined) {
		throw new UsageError('--trust takes a fingerprint as it is shown, SHA256: and 43 characters');
	}

	if (text === undefined) {
		if (fingerprint !== undefined) throw new UsageError('--trust needs the server it is about');
		return undefined;
	}

	if (isCutOff(text)) {
		throw new UsageError(
			`${JSON.stringify(text)} looks cut off; start npx chat-tui and paste the whole join line there, however many lines it has`,
		);
	}

	const address = parseAddress(text);
	if (address === undefined)
		throw new UsageError(`${JSON.stringify(text)} is not a valid address; write HOST:PORT or a join line`);
	return {...address, ...(fingerprint && {fingerprint})};
}
