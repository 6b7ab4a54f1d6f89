/** Defines the refusals of requests about files that go by way of the server. */
import {safeText, type SafeText} from './text.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `64 MiB`, `1.5 GiB`; rounded down. */
function sizeText(bytes: number): SafeText {
	const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024))));
	return safeText`${Math.floor((10 * bytes) / 1024 ** power) / 10} ${UNITS[power] ?? ''}`;
}

export const uploadRefusals = {
	noUploads: {sentence: () => safeText`This server keeps no files; /send-file sends one to a friend.`},
	fileTooLarge: {
		sentence: ({most}: {most: number}) =>
			safeText`The file is too large for this server; send at most ${sizeText(most)}.`,
	},
	fileQuota: {
		sentence: ({most}: {most: number}) =>
			safeText`Your files here would take more than ${sizeText(most)}; delete messages with files, or wait until some expire.`,
	},
	tooManyFiles: {
		sentence: ({most}: {most: number}) =>
			safeText`You have ${most} files on this server, which is the most; delete messages with files, or wait until some expire.`,
	},
	filesFull: {
		sentence: () =>
			safeText`The server has no room for this file; send a smaller one, or ask its operator for room.`,
	},
	tooManyTransfers: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} of your files are on their way already; wait until one is there, or /cancel it.`,
	},
	noSuchFile: {sentence: () => safeText`That message has no file that you can fetch; choose another.`},
	fileExpired: {sentence: () => safeText`That file has expired; ask its sender for it again.`},
	badTicket: {sentence: () => safeText`The server does not expect this file any more; try again.`},
	fileNotUploaded: {sentence: () => safeText`The server does not have the file; /upload it again.`},
	wrongHash: {sentence: () => safeText`The file arrived damaged, and the server has not kept it; try again.`},
	transferTooLong: {sentence: () => safeText`More was sent than the file that was offered; try again.`},
};
