// The ranking's module as tests open it: from the file that ./dev builds.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { moduleUrl } from '../recommend/load-ranking';
import { RankingModule } from '../recommend/ranking-module';

export async function openRanking(): Promise<RankingModule> {
  const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(moduleUrl)));
  return RankingModule.of(instance);
}
