/** Builds the commands with which others join the user's server: the lines to send to them. */
import {joinLine, parseAddress, type Address} from '../../../protocol/address.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {Me} from '../model/state.ts';

/** Puts the program before a join line. */
export function joinCommand(line: SafeText): SafeText {
	return safeText`npx chat-tui ${line}`;
}

/**
 * Builds the commands, likeliest first. On the machine of the server, its addresses are those by which others reach it; elsewhere the
 * address by which this client does.
 * @param code lets a newcomer in
 */
export function joinCommands({address, fingerprint, joinLines}: Me, code?: string): readonly SafeText[] {
	const {host, port} = address;
	const here = {host, port, ...(fingerprint !== undefined && {fingerprint})};
	const hosted = joinLines.flatMap(line => parseAddress(line) ?? []);
	const servers: readonly Address[] = hosted.length > 0 ? hosted : [here];
	return servers.map(({code: _code, ...server}) =>
		joinCommand(joinLine({...server, ...(code !== undefined && {code})})),
	);
}
