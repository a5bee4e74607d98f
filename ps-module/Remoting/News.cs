using System.Collections.Generic;
using System.Threading;

namespace EcrLogin.Remoting;

/// <summary>Numbers that other threads add, for one thread that waits for them.</summary>
internal sealed class News
{
    private readonly Queue<int> numbers = new();

    public void Add(int number)
    {
        lock (numbers)
        {
            numbers.Enqueue(number);
            Monitor.Pulse(numbers);
        }
    }

    /// <summary>The oldest number; null where none comes in time.</summary>
    public int? Take(int milliseconds)
    {
        lock (numbers)
        {
            if (numbers.Count == 0 && milliseconds > 0)
                _ = Monitor.Wait(numbers, milliseconds);
            return numbers.Count > 0 ? numbers.Dequeue() : null;
        }
    }
}
