using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(TensorBoardFormats.Benchmarks.Crc32CBenchmarks).Assembly).Run(args);
