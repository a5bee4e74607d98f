function Clear-ECRTokenCache {
    <#
    .SYNOPSIS
    Forgets the logins and sessions that EcrLogin keeps in this process.

    .DESCRIPTION
    Forgets the logins that calls with -UseCache kept, and what is kept
    without it too: the credentials that were settled, such as the session
    of a role with its one-time code, and idle connections. The next call
    starts anew. Logins that a container client has saved stay: those are
    taken out by Disconnect-ECRRegistry.

    .INPUTS
    None. Nothing can be piped.

    .OUTPUTS
    None. -Verbose tells how much was forgotten.

    .EXAMPLE
    Clear-ECRTokenCache

    Forgets everything.

    .EXAMPLE
    Clear-ECRTokenCache -Verbose

    Forgets everything and says how much there was.

    .EXAMPLE
    Clear-ECRTokenCache
    Get-ECRLoginCommand -UseCache

    Gets a new login and keeps it, whatever was kept before.

    .EXAMPLE
    $ECRUseCachePreference = $true
    1..100 | ForEach-Object { $null = Get-ECRLoginPassword }
    Clear-ECRTokenCache

    Asks the service once for a hundred passwords, then forgets the login.

    .EXAMPLE
    Clear-ECRTokenCache -WhatIf

    Says what it would do, and forgets nothing.

    .NOTES
    What is kept lies in the memory of this process alone, never on a disk,
    and all runspaces of the process share it.

    A token stays valid until it expires, whoever has it. Where Command of
    Get-ECRLoginCommand put it into a history or a transcript, it stays
    there.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Clear-ECRTokenCache.md

    .LINK
    Get-ECRLoginCommand

    .LINK
    Disconnect-ECRRegistry

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'Low')]
    param()

    # <command start>
    if (-not $PSCmdlet.ShouldProcess('logins and sessions kept in this process', 'Forget')) { return }
    $cleared = ConvertFrom-AnswerElement (Invoke-EcrRequest $PSCmdlet @{ version = 1; op = 'clear_cache' })
    Write-Verbose "Forgotten: $($cleared['tokens']) logins, $($cleared['sessions']) sessions."
}
