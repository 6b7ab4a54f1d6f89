/** Random stories: the rules agree with a chat as a beginner would write it, and their own books stay in order. */
import fc, {type Arbitrary} from 'fast-check';
import {test} from 'vitest';
import {Stage} from './model/stage.ts';
import {roomStory, story, type Step} from './model/steps.ts';

/** About 125 steps each. */
const STORIES = 80;

async function agrees(stories: Arbitrary<Step[]>): Promise<void> {
	const property = fc.asyncProperty(stories, async steps => {
		const stage = await Stage.open();
		for (const step of steps) await stage.play(step);
		stage.wantsTheJournalToTellAll();
	});
	await fc.assert(property, {numRuns: STORIES});
}

test(
	'whatever people ask, and however they come and go, each hears and sees what they should and nothing else',
	async () => agrees(story),
	60_000,
);

test(
	'whoever was removed from a room, banned, or not invited reads nothing of it and does nothing in it',
	async () => agrees(roomStory),
	60_000,
);
