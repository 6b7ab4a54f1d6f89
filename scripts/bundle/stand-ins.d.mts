import type {Plugin} from 'esbuild';

/** Replaces modules of packages by those of this folder. */
export const standIns: Plugin;
