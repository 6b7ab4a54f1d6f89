/** Keeps the contents of files that messages have, and removes the others, once that is durable. */
import {expireFiles, UPLOAD_WAITS} from '../chat/uploads/rules.ts';
import type {Moment} from '../chat/rule.ts';
import type {SharedContents} from '../journal/journal.ts';
import {errorEntry, type Log} from '../log/log-entry.ts';
import type {Blobs} from '../uploads/blobs.ts';
import type {CommitLog} from './commit-log.ts';
import {outgoingTo} from './outgoing.ts';

type Parts = {
	readonly blobs: Blobs;
	/** What other servers on the record of this one have, too. */
	readonly contents: SharedContents | undefined;
	readonly commitLog: CommitLog;
	readonly log: Log;
	readonly moment: () => Moment;
};

export class FileKeeper {
	private readonly parts: Parts;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Notes that a transfer is over; resolves when the state knows it. @param sha256 of what was uploaded and is on disk */
	readonly ended = async (ticket: string, sha256?: string): Promise<void> => {
		const {commitLog, moment} = this.parts;
		await commitLog.takeTurn(() => {
			const stored = sha256 !== undefined && {stored: {sha256, until: moment().uptime + UPLOAD_WAITS}};
			commitLog.afterDurable(commitLog.commit([{type: 'transferEnded', ticket, ...stored}]));
		});
	};

	/** Lets files expire; then removes contents that no message has and none waits for. To be called every minute or so. */
	readonly tick = (): void => {
		const {commitLog, moment} = this.parts;
		commitLog.commitUnasked(() => expireFiles(commitLog.state, moment()));
		commitLog.afterDurable({...outgoingTo(), onLeft: () => this.collect()});
	};

	private collect(): void {
		const {blobs, log} = this.parts;
		blobs.collect(sha256 => this.isWanted(sha256)).catch((error: unknown) => log(errorEntry('files', error)));
		this.collectShared().catch((error: unknown) => log(errorEntry('files', error)));
	}

	/** Removes in a turn, in which it is known of each server's messages which files they have. */
	private async collectShared(): Promise<void> {
		const {contents, commitLog} = this.parts;
		if (!contents) return;
		const unwanted = (sha256s: readonly string[]) => sha256s.filter(sha256 => !this.isWanted(sha256));
		const found = unwanted(await contents.old());
		if (found.length > 0) await commitLog.takeTurn(() => contents.remove(unwanted(found)));
		await contents.sweep();
	}

	private isWanted(sha256: string): boolean {
		const {files, transfers} = this.parts.commitLog.state;
		return files.has(sha256) || [...transfers.uploads.keys()].some(key => key.endsWith(sha256));
	}
}
