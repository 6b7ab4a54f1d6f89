/** Random stories: the rules agree with a chat as a beginner would write it, and their own books stay in order. */
import fc from 'fast-check';
import {test} from 'vitest';
import {Stage} from './model/stage.ts';
import {story} from './model/steps.ts';

/** About 125 steps each. */
const STORIES = 80;

test('whatever people ask, and however they come and go, each hears and sees what they should and nothing else', async () => {
	const property = fc.asyncProperty(story, async steps => {
		const stage = await Stage.open();
		for (const step of steps) await stage.play(step);
		stage.wantsTheJournalToTellAll();
	});
	await fc.assert(property, {numRuns: STORIES});
}, 60_000);
