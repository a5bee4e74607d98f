using System;

namespace EcrLogin.Mono;

/// <summary>What a test holds against what it found.</summary>
internal static class Check
{
    public static void Equal<T>(T expected, T found)
    {
        if (!Equals(expected, found))
            throw new InvalidOperationException($"Expected '{expected}', found '{found}'.");
    }

    public static void True(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }

    /// <summary>The exception that an action ends with, which has to be of a type.</summary>
    public static T Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T error)
        {
            return error;
        }
        throw new InvalidOperationException($"There was no {typeof(T).Name}.");
    }
}
