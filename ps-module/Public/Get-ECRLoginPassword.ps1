function Get-ECRLoginPassword {
    <#
    .SYNOPSIS
    Gets the password for container clients to log in to Amazon ECR.

    .DESCRIPTION
    Gives the password alone, as one string, for the standard input of a
    container client. The user name is AWS. The password serves every
    registry of the Region that the principal may reach, for 12 hours.

    It stands for 'aws ecr get-login-password'. Whatever fails ends the
    command, so that nothing reaches the next one of a pipeline.

    .PARAMETER AsSecureString
    Gives a SecureString in place of text.

    <connection parameters>

    .INPUTS
    None. Nothing can be piped.

    .OUTPUTS
    System.String
    The password; a SecureString with -AsSecureString.

    .EXAMPLE
    Get-ECRLoginPassword -Region eu-west-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com

    Logs docker in without the password on a command line.

    .EXAMPLE
    Get-ECRLoginPassword -Public | docker login --username AWS --password-stdin public.ecr.aws

    Logs docker in to ECR Public.

    .EXAMPLE
    $credential = [pscredential]::new('AWS', (Get-ECRLoginPassword -AsSecureString))

    Keeps user name and password in a PSCredential.

    .EXAMPLE
    Get-ECRLoginPassword -ProfileName work -Region eu-west-1 | helm registry login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com

    Logs helm in with the credentials of the profile 'work'.

    .NOTES
    The password is a secret that opens your registries for 12 hours, and
    this command puts it whole on the pipeline: without a program after it,
    it is shown on screen, and Start-Transcript keeps it. It is on no
    command line, unlike the one in Command of Get-ECRLoginCommand.

    How text reaches a program's standard input is PowerShell's affair:
    $OutputEncoding decides. With an encoding that writes a byte order mark,
    such as [Text.Encoding]::UTF8, docker takes the mark for part of the
    password and the registry answers 400 Bad Request. PowerShell 7 writes
    none by default; set $OutputEncoding = [Text.UTF8Encoding]::new($false)
    where a profile script changed that. Connect-ECRRegistry is not
    concerned: it writes the bytes itself.

    .LINK
    https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginPassword.md

    .LINK
    Connect-ECRRegistry

    .LINK
    Get-ECRLoginCommand

    .LINK
    Get-ECRAuthorizationToken

    .LINK
    about_EcrLogin
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType([string], [securestring])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '',
        Justification = 'Credential objects of the AWS SDK and the output of STS are taken too.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '',
        Justification = 'An object that is never turned into text.')]
    param(
        [switch] $AsSecureString
        # <connection parameters>
    )

    # <command start>
    $request = Get-ConnectionRequest $PSCmdlet $PSBoundParameters
    $answer = Invoke-EcrRequest $PSCmdlet $request
    $failure = $answer.Element('failures').FirstNode
    if ($null -ne $failure) { $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord (ConvertFrom-AnswerElement $failure.Element('error')))) }

    $password = $answer.Element('tokens').FirstNode.Element('password').Value
    # An empty line on its standard input makes a client ask the user.
    if ($password -eq '') {
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'InvalidToken'
            message = "The service's token has an empty password."
        }))
    }
    if (-not $AsSecureString) { return $password }
    $secure = [securestring]::new()
    foreach ($character in $password.ToCharArray()) { $secure.AppendChar($character) }
    $secure.MakeReadOnly()
    $secure
}
