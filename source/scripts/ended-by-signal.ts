/** Lets a signal end what a script does, signs out, and then ends the process as the signal would have done. */
import {ENDING_SIGNALS} from './ending-signals.ts';

/** @param chat is closed before the process ends */
export async function endedBySignal(
	work: (signal: AbortSignal) => Promise<void>,
	chat: {close(): Promise<void>},
): Promise<void> {
	const over = new AbortController();
	let ending: NodeJS.Signals | undefined;
	const stop = (signal: NodeJS.Signals): void => {
		ending = signal;
		over.abort();
	};
	for (const signal of ENDING_SIGNALS) process.on(signal, stop);
	try {
		await work(over.signal);
	} finally {
		if (ending) await chat.close();
		for (const signal of ENDING_SIGNALS) process.off(signal, stop);
		if (ending) process.kill(process.pid, ending);
	}
}
