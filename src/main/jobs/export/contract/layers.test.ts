import { nativeRuntime } from './contract.fixture.ts';
import { testLayers } from './layers.fixture.ts';

testLayers(nativeRuntime);
