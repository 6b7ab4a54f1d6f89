/** Keeps drafts, sent lines, cleared text and which conversation is open on disk, written at most once a second. */
import {z} from 'zod';
import {conversationSchema} from '../../protocol/name-schemas.ts';
import {
	applyChange,
	isSameSavedInput,
	mergeSavedInput,
	MAX_SAVED_INPUT,
	NO_SAVED_INPUT,
	type SavedInput,
	type SavedInputChange,
} from '../state/model/saved-input.ts';
import type {Clock} from '../../lib/clock.ts';
import {DamagedFile, ClientFileError} from '../../lib/client-file-error.ts';
import {readJsonFile, removeFile, setAside, writeJsonFile} from '../../lib/atomic-json-file.ts';

function texts({count, length}: {readonly count: number; readonly length: number}) {
	return z.array(z.string().max(length)).max(count);
}

const draft = z.strictObject({
	conversation: z.union([conversationSchema, z.literal('')]),
	line: z.string().max(MAX_SAVED_INPUT.drafts.length),
});
export const draftsFile = z.strictObject({
	format: z.literal(1),
	drafts: z.array(draft).max(MAX_SAVED_INPUT.drafts.count),
	sent: texts(MAX_SAVED_INPUT.sent),
	cleared: texts(MAX_SAVED_INPUT.cleared),
	open: conversationSchema.optional(),
});

/** Minimum milliseconds between two writes: a kill may lose as much of what was typed last. */
const WRITE_EVERY = 1000;

type Open = {readonly saved: SavedInput; readonly problem?: string; readonly mayWrite: boolean};

/** A file that cannot be read or written is reported in one sentence, and refuses nothing: one can chat without it. */
export class Drafts {
	private readonly file: string;
	private readonly clock: Clock;
	/** Whether the file may be replaced: its content was read, or it was set aside. */
	private readonly mayWrite: boolean;
	private content: SavedInput;
	/** The problem to report to the first listener. */
	private problem: string | undefined;
	private tell: ((problem: string) => void) | undefined;
	private isFailing = false;
	private isChanged = false;
	private isUrgent = false;
	private writtenAt = -Infinity;
	private cancelWait: (() => void) | undefined;
	private writing: Promise<void> | undefined;

	private constructor(file: string, clock: Clock, {saved, problem, mayWrite}: Open) {
		this.file = file;
		this.clock = clock;
		this.content = saved;
		this.problem = problem;
		this.mayWrite = mayWrite;
	}

	/** Reads the file. A damaged one is set aside; one that is unreadable, or from a newer program, is left as it is. */
	static async open(file: string, clock: Clock): Promise<Drafts> {
		return new Drafts(file, clock, await read(file, clock));
	}

	get saved(): SavedInput {
		return this.content;
	}

	get isWriting(): boolean {
		return this.writing !== undefined;
	}

	/** @param tell called with a sentence that says why, each time drafts begin not to be kept */
	listen(tell: (problem: string) => void): void {
		this.tell = tell;
		if (this.problem !== undefined) tell(this.problem);
		this.problem = undefined;
	}

	/** Applies a change. It is written within a second, and at once if a line was sent: that line must not come back as a draft. */
	keep(change: SavedInputChange): void {
		const content = applyChange(this.content, change);
		if (isSameSavedInput(content, this.content)) return;
		this.content = content;
		this.isChanged = true;
		this.isUrgent ||= change.sent !== undefined;
		this.writeSoon();
	}

	/** Merges the older drafts of another profile, and removes their file once they are on disk here. */
	async adopt(left: Drafts): Promise<void> {
		this.content = mergeSavedInput(left.content, this.content);
		this.isChanged = true;
		this.problem ??= left.problem;
		await this.settled();
		if (!this.mayWrite || this.isFailing || !left.mayWrite) return;
		await removeFile(left.file).catch(() => {
			// It stays; merging it again changes nothing.
		});
	}

	/** Resolves when all changes are on disk, or the disk has refused them. */
	async settled(): Promise<void> {
		while (this.writing) await this.writing;
		this.stopWaiting();
		if (this.isChanged) await this.write();
	}

	private writeSoon(): void {
		if (this.writing) return;
		const wait = this.isUrgent ? 0 : this.writtenAt + WRITE_EVERY - this.clock.uptime();
		if (wait > 0)
			this.cancelWait ??= this.clock.after(wait, () => {
				this.cancelWait = undefined;
				void this.write();
			});
		else {
			this.stopWaiting();
			void this.write();
		}
	}

	private stopWaiting(): void {
		this.cancelWait?.();
		this.cancelWait = undefined;
	}

	private async write(): Promise<void> {
		this.isChanged = false;
		this.isUrgent = false;
		if (!this.mayWrite) return;
		this.writtenAt = this.clock.uptime();
		this.writing = this.writeNow();
		await this.writing;
		this.writing = undefined;
		if (this.isDue) this.writeSoon();
	}

	/** Whether there is a change to write, and the disk took the last one. */
	private get isDue(): boolean {
		return this.isChanged && !this.isFailing;
	}

	private async writeNow(): Promise<void> {
		const {drafts, ...rest} = this.content;
		const list = [...drafts].map(([conversation, line]) => ({conversation, line}));
		try {
			await writeJsonFile(this.file, {drafts: list, ...rest});
			this.isFailing = false;
		} catch (error) {
			if (!(error instanceof ClientFileError)) throw error;
			if (!this.isFailing) this.say(`What you type and do not send is not kept on disk: ${error.message}`);
			this.isFailing = true;
			this.isChanged = true; // for the next try, which the next change brings
		}
	}

	private say(problem: string): void {
		if (this.tell) this.tell(problem);
		else this.problem = problem;
	}
}

async function read(file: string, clock: Clock): Promise<Open> {
	try {
		const kept = await readJsonFile(file, draftsFile);
		if (!kept) return {saved: NO_SAVED_INPUT, mayWrite: true};
		const drafts = new Map(kept.drafts.map(({conversation, line}) => [conversation, line] as const));
		const {sent, cleared, open} = kept;
		return {saved: {drafts, sent, cleared, ...(open !== undefined && {open})}, mayWrite: true};
	} catch (error) {
		if (!(error instanceof ClientFileError)) throw error;
		if (error instanceof DamagedFile) return asideOf(file, clock);
		const problem = `What you type and do not send is not kept on disk: ${error.message}`;
		return {saved: NO_SAVED_INPUT, mayWrite: false, problem};
	}
}

async function asideOf(file: string, clock: Clock): Promise<Open> {
	const aside = `${file}.damaged-${clock.now()}`;
	try {
		await setAside(file, aside);
		const problem = `${file} was damaged and is ${aside} now; drafts that you miss may be in there.`;
		return {saved: NO_SAVED_INPUT, mayWrite: true, problem};
	} catch (error) {
		if (!(error instanceof ClientFileError)) throw error;
		return {saved: NO_SAVED_INPUT, mayWrite: false, problem: error.message};
	}
}
